import { eq, type SQL, sql } from "drizzle-orm";
import type { Orm } from "../client";
import { customerQuotaSlots, customers } from "../schema";
import { CLOCK, clockSql } from "./statement";

/**
 * A customer's quota of a day and of a month, each as up to 16 slots whose caps add up to it: no row is shared by all
 * requests, and what is left is exact. A request takes one of the day and one of the month, in that order, or none.
 */

export type Span = "day" | "month";

/** Whether a locked slot is passed over, or waited for. Waiting walks in order: two that wait in random order deadlock. */
export type SlotMode = "skip" | "wait";

// Subqueries, so that they are known before the slots are looked up.
const PERIOD = {
  day: `(SELECT (${CLOCK} AT TIME ZONE 'UTC')::date)`,
  month: `(SELECT date_trunc('month', ${CLOCK} AT TIME ZONE 'UTC')::date)`,
} as const satisfies Record<Span, string>;

/** Parameters of the statement that asks for a code: whether the span is metered. */
const METERED = { day: "$9::boolean", month: "$20::boolean" } as const satisfies Record<Span, string>;

const OF = (span: Span, alias: string) =>
  `${alias}.customer_id = $19::uuid AND ${alias}.span = '${span}' AND ${alias}.period = ${PERIOD[span]}`;

function pick(span: Span, mode: SlotMode, after: string): string {
  const order =
    mode === "skip"
      ? "ORDER BY (s.slot + $10::int) % 16 LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
      : "ORDER BY s.slot, $10::int LIMIT 1 FOR NO KEY UPDATE";
  return `SELECT s.slot FROM customer_quota_slots s WHERE ${OF(span, "s")} AND s.used < s.cap
    AND ${METERED[span]} AND EXISTS (SELECT FROM admitted)${after} ${order}`;
}

function take(span: Span, other: Span, besides: string): string {
  return `UPDATE customer_quota_slots q SET used = q.used + 1
  WHERE ${OF(span, "q")} AND q.used < q.cap AND q.slot = (SELECT slot FROM ${span}_pick)
    AND (NOT ${METERED[other]} OR (SELECT slot FROM ${other}_pick) IS NOT NULL) AND ${besides}
  RETURNING q.slot`;
}

/** Whether a slot of each span that is metered was found. */
export const PICKED = `(NOT ${METERED.day} OR EXISTS (SELECT FROM day_pick)) AND (NOT ${METERED.month} OR EXISTS (SELECT FROM month_pick))`;

/**
 * The part of the statement that takes a slot of each span that is metered, or of none: `day_taken`, `month_taken`. What
 * has to be taken besides is taken between finding the slots and counting them: all of it, or nothing.
 */
export function chargeQuota(mode: SlotMode, besides: { take: (picked: string) => string; isTaken: string }): string {
  return `day_pick AS MATERIALIZED (
  ${pick("day", mode, "")}
), month_pick AS MATERIALIZED (
  ${pick("month", mode, ` AND (NOT ${METERED.day} OR EXISTS (SELECT FROM day_pick))`)}
), ${besides.take(PICKED)}, day_taken AS (
  ${take("day", "month", besides.isTaken)}
), month_taken AS (
  ${take("month", "day", besides.isTaken)}
)`;
}

const sumOf = (span: Span) =>
  `SELECT sum(s.used)::int AS used, sum(s.used) >= sum(s.cap) AS spent FROM customer_quota_slots s WHERE ${METERED[span]} AND ${OF(span, "s")}`;

/**
 * What was used of the quotas before this request, null where nothing is metered; and whether one of them is spent, so
 * that a code which could not be sent counts nowhere else.
 */
export const QUOTA = `quota AS MATERIALIZED (
  SELECT d.used AS day_used, m.used AS month_used, coalesce(d.spent, false) OR coalesce(m.spent, false) AS spent
  FROM (${sumOf("day")}) d, (${sumOf("month")}) m
)`;

type Change = { customerId: string; span: Span; quota: number };

/** One slot per 50 codes, 16 at the most. */
const slotsOf = (quota: number) => Math.min(16, Math.max(1, Math.floor(quota / 50)));

function periodOf(span: Span, clockOffsetSeconds: number): SQL {
  return sql`date_trunc(${span}::text, ${clockSql(clockOffsetSeconds)} AT TIME ZONE 'UTC')::date`;
}

/** What a customer's quotas are made of, which cannot change until the transaction ends. Null for an unknown one. */
export async function holdTerms(
  tx: Orm,
  customerId: string,
): Promise<{ plan: string; dailyQuota: number | null; monthlyQuota: number | null; features: unknown } | null> {
  const { plan, dailyQuota, monthlyQuota, features } = customers;
  const [row] = await tx
    .select({ plan, dailyQuota, monthlyQuota, features })
    .from(customers)
    .where(eq(customers.id, customerId))
    .for("share");
  return row ?? null;
}

/** Makes the slots of a customer's running day or month, whose caps add up to the quota, where they are missing. */
export async function makeQuotaSlots(tx: Orm, clockOffsetSeconds: number, change: Change): Promise<void> {
  const { customerId, span, quota } = change;
  const many = slotsOf(quota);
  const rows = Array.from({ length: many }, (_, slot) => ({
    customerId,
    span,
    period: periodOf(span, clockOffsetSeconds),
    slot,
    cap: Math.floor(quota / many) + (slot < quota % many ? 1 : 0),
  }));
  await tx.insert(customerQuotaSlots).values(rows).onConflictDoNothing();
}

/**
 * Makes the slots of the running day or month add up to another quota, in the caller's transaction. What was used stays
 * used: a quota below it leaves nothing. Slots that are not there yet are made by the first request.
 */
export async function resizeQuotaSlots(
  tx: Orm,
  clockOffsetSeconds: number,
  change: Omit<Change, "quota"> & { quota: number | null },
): Promise<void> {
  const { customerId, span, quota } = change;
  const period = periodOf(span, clockOffsetSeconds);
  const ofPeriod = sql`customer_id = ${customerId} AND span = ${span} AND period = ${period}`;
  // What was told of the old quota may be told of the new one again.
  await tx.execute(sql`DELETE FROM quota_notices WHERE ${ofPeriod}`);
  // Locked in the order in which requests wait for them.
  await tx.execute(sql`SELECT FROM customer_quota_slots WHERE ${ofPeriod} ORDER BY slot FOR NO KEY UPDATE`);
  if (quota === null) return;
  // A larger quota has more slots, so that no row is shared by all requests; where there are none yet, the first request
  // makes them.
  await tx.execute(sql`INSERT INTO customer_quota_slots (customer_id, span, period, slot, cap)
    SELECT ${customerId}::uuid, ${span}, ${period}, n.slot, 0 FROM generate_series(0, ${slotsOf(quota) - 1}::int) n (slot)
    WHERE EXISTS (SELECT FROM customer_quota_slots WHERE ${ofPeriod}) ON CONFLICT DO NOTHING`);
  await tx.execute(sql`WITH slots AS (
    SELECT slot, used, row_number() OVER (ORDER BY slot) - 1 AS place, count(*) OVER () AS many,
      greatest(${quota}::bigint - sum(used) OVER (), 0) AS remaining
    FROM customer_quota_slots WHERE ${ofPeriod}
  )
  UPDATE customer_quota_slots q SET cap = s.used + s.remaining / s.many + CASE WHEN s.place < s.remaining % s.many THEN 1 ELSE 0 END
  FROM slots s WHERE q.customer_id = ${customerId} AND q.span = ${span} AND q.period = ${period} AND q.slot = s.slot`);
}
