import { sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { CLOCK, statement } from "./statement";

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

function take(span: Span, other: Span): string {
  return `UPDATE customer_quota_slots q SET used = q.used + 1
  WHERE ${OF(span, "q")} AND q.used < q.cap AND q.slot = (SELECT slot FROM ${span}_pick)
    AND (NOT ${METERED[other]} OR (SELECT slot FROM ${other}_pick) IS NOT NULL)
  RETURNING q.slot`;
}

/** The part of the statement that takes a slot of each span that is metered, or of none: `day_taken`, `month_taken`. */
export function chargeQuota(mode: SlotMode): string {
  return `day_pick AS MATERIALIZED (
  ${pick("day", mode, "")}
), month_pick AS MATERIALIZED (
  ${pick("month", mode, ` AND (NOT ${METERED.day} OR EXISTS (SELECT FROM day_pick))`)}
), day_taken AS (
  ${take("day", "month")}
), month_taken AS (
  ${take("month", "day")}
)`;
}

/** How many codes of a span were sent before this one; null where it is not metered. */
export function quotaUsed(span: Span): string {
  return `(SELECT sum(s.used)::int FROM customer_quota_slots s WHERE ${METERED[span]} AND ${OF(span, "s")})`;
}

const ENSURE = statement(
  "ensure_quota_slots",
  `INSERT INTO customer_quota_slots (customer_id, span, period, slot, cap)
SELECT $2, $3::text, CASE WHEN $3 = 'day' THEN ${PERIOD.day} ELSE ${PERIOD.month} END, n.slot,
  $4::int / $5::int + CASE WHEN n.slot < $4 % $5 THEN 1 ELSE 0 END
FROM generate_series(0, $5::int - 1) AS n (slot)
ON CONFLICT DO NOTHING RETURNING slot`,
);

/**
 * Makes the slots of a customer's day or month, whose caps add up to the quota: one slot per 50 codes, 16 at the most.
 * Answers whether they were missing.
 */
export async function ensureQuotaSlots(db: Database, customerId: string, span: Span, quota: number): Promise<boolean> {
  const slots = Math.min(16, Math.max(1, Math.floor(quota / 50)));
  const made = await db.run<{ slot: number }>(ENSURE, [db.clockOffsetSeconds(), customerId, span, quota, slots]);
  return made.length > 0;
}

/**
 * Makes the slots of the running day or month add up to another quota, in the caller's transaction. What was used stays
 * used: a quota below it leaves nothing. Slots that are not there yet are made by the first request.
 */
export async function resizeQuotaSlots(
  tx: Orm,
  clockOffsetSeconds: number,
  change: { customerId: string; span: Span; quota: number | null },
): Promise<void> {
  const { customerId, span, quota } = change;
  const now = sql`(clock_timestamp() + make_interval(secs => ${clockOffsetSeconds}::float8)) AT TIME ZONE 'UTC'`;
  const period = sql`date_trunc(${span}, ${now})::date`;
  // Locked in the order in which requests wait for them.
  await tx.execute(sql`SELECT FROM customer_quota_slots WHERE customer_id = ${customerId} AND span = ${span} AND period = ${period}
    ORDER BY slot FOR NO KEY UPDATE`);
  if (quota === null) return;
  await tx.execute(sql`WITH slots AS (
    SELECT slot, used, row_number() OVER (ORDER BY slot) - 1 AS place, count(*) OVER () AS many,
      greatest(${quota}::bigint - sum(used) OVER (), 0) AS remaining
    FROM customer_quota_slots WHERE customer_id = ${customerId} AND span = ${span} AND period = ${period}
  )
  UPDATE customer_quota_slots q SET cap = s.used + s.remaining / s.many + CASE WHEN s.place < s.remaining % s.many THEN 1 ELSE 0 END
  FROM slots s WHERE q.customer_id = ${customerId} AND q.span = ${span} AND q.period = ${period} AND q.slot = s.slot`);
}
