import { sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { rowsOf } from "./rows";
import { statement } from "./statement";

/** So many of a metric in one hour, day or month (UTC) of an environment; fewer, where they are taken back. */
export type UsageRow = {
  environmentId: string;
  period: "hour" | "day" | "month";
  startsAt: Date;
  metric: string;
  dimension: string;
  count: number;
};

/** Who signed in within a day or a month. */
export type ActiveUserRow = { environmentId: string; period: "day" | "month"; startsAt: Date; userId: string };

/**
 * Adds to the counts, in the transaction that takes their events out of the outbox. In the order of the primary key, so
 * that two who count at once never wait for each other in a circle.
 */
export async function addUsage(tx: Orm, rows: readonly UsageRow[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows.map(({ startsAt, ...row }) => ({ ...row, startsAt: startsAt.toISOString() })));
  await tx.execute(sql`INSERT INTO usage_counts AS u (environment_id, period, starts_at, metric, dimension, count)
    SELECT r."environmentId", r.period, r."startsAt", r.metric, r.dimension, sum(r.count)
    FROM jsonb_to_recordset(${json}::text::jsonb)
      AS r("environmentId" uuid, period text, "startsAt" timestamptz, metric text, dimension text, count bigint)
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(r.count) <> 0 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT ON CONSTRAINT usage_counts_pk DO UPDATE SET count = u.count + excluded.count`);
}

/** Notes who signed in, and answers those who had not in that day or month: each user counts once. */
export async function addActiveUsers(tx: Orm, rows: readonly ActiveUserRow[]): Promise<ActiveUserRow[]> {
  if (rows.length === 0) return [];
  const json = JSON.stringify(rows.map(({ startsAt, ...row }) => ({ ...row, startsAt: startsAt.toISOString() })));
  const added = await tx.execute<{
    key: string;
  }>(sql`INSERT INTO active_users (environment_id, period, starts_at, user_id)
    SELECT DISTINCT r."environmentId", r.period, r."startsAt", r."userId"
    FROM jsonb_to_recordset(${json}::text::jsonb) AS r("environmentId" uuid, period text, "startsAt" timestamptz, "userId" uuid)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING
    RETURNING environment_id || '/' || period || '/' || to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '/' || user_id AS key`);
  const keys = new Set(rowsOf<{ key: string }>(added).map(({ key }) => key));
  const isNew = ({ environmentId, period, startsAt, userId }: ActiveUserRow) =>
    keys.delete(`${environmentId}/${period}/${startsAt.toISOString().slice(0, 10)}/${userId}`);
  return rows.filter(isNew);
}

const SERIES = statement(
  "usage_series",
  `SELECT starts_at, metric, dimension, count::float8 AS count FROM usage_counts
WHERE environment_id = $1 AND period = $2 AND starts_at >= $3 AND starts_at < $4 AND (dimension = '' OR metric = $5)`,
);

const SUMS = statement(
  "usage_sums",
  `SELECT metric, dimension, sum(count)::float8 AS count FROM usage_counts
WHERE environment_id = $1 AND period = $2 AND starts_at >= $3 AND starts_at < $4 GROUP BY metric, dimension`,
);

export type UsageRange = { period: UsageRow["period"]; from: Date; to: Date };

/** An environment's counts by when, without their dimensions but for those of the metric `whole`. */
export async function readUsageSeries(
  db: Database,
  environmentId: string,
  { period, from, to, whole }: UsageRange & { whole: string },
): Promise<{ starts_at: Date; metric: string; dimension: string; count: number }[]> {
  return db.run(SERIES, [environmentId, period, from, to, whole]);
}

/** An environment's counts over a range, summed up. */
export async function readUsageSums(
  db: Database,
  environmentId: string,
  { period, from, to }: UsageRange,
): Promise<{ metric: string; dimension: string; count: number }[]> {
  return db.run(SUMS, [environmentId, period, from, to]);
}

const QUOTA_USED = statement(
  "usage_quota_used",
  `SELECT span, sum(used)::float8 AS used FROM customer_quota_slots
WHERE customer_id = $1 AND ((span = 'day' AND period = $2::date) OR (span = 'month' AND period = $3::date)) GROUP BY span`,
);

/** How many codes of a customer's quotas are used in the day and the month that began then: all its live environments. */
export async function readQuotaUsed(
  db: Database,
  customerId: string,
  { day, month }: { day: Date; month: Date },
): Promise<{ day: number; month: number }> {
  const date = (at: Date) => at.toISOString().slice(0, 10);
  const rows = await db.run<{ span: string; used: number }>(QUOTA_USED, [customerId, date(day), date(month)]);
  const of = (span: string) => rows.find((row) => row.span === span)?.used ?? 0;
  return { day: of("day"), month: of("month") };
}

const counted = (table: string) =>
  `(SELECT count(*)::int FROM (SELECT FROM ${table} WHERE environment_id = $1 LIMIT $2::int) counted) AS ${table}`;

const STORED = statement(
  "usage_stored",
  `SELECT ${counted("users")}, ${counted("identifiers")}, ${counted("sessions")}`,
);

/** How many users, identifiers and sessions an environment has; of each no more than `most` are counted. */
export async function countStored(
  db: Database,
  environmentId: string,
  most: number,
): Promise<{ users: number; identifiers: number; sessions: number }> {
  const [row] = await db.run<{ users: number; identifiers: number; sessions: number }>(STORED, [environmentId, most]);
  return row ?? { users: 0, identifiers: 0, sessions: 0 };
}
