import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** So many requests of one kind in one minute, which began at that many milliseconds. */
export type TrafficRow = {
  environmentId: string;
  startsAt: number;
  endpoint: string;
  status: number;
  /** The error's code; empty where there was none. */
  error: string;
  actor: string;
  count: number;
};

const KEY = "environment_id, starts_at, endpoint, status, error, actor";

/** Adds to counts in the order of the primary key, so that two writers never wait for each other in a circle. */
const ADD = statement(
  "traffic_add",
  `INSERT INTO traffic_minutes AS t (${KEY}, count)
SELECT r."environmentId", to_timestamp(r."startsAt" / 1000.0), r.endpoint, r.status, r.error, r.actor, r.count
FROM jsonb_to_recordset($1::text::jsonb) AS r("environmentId" uuid, "startsAt" float8, endpoint text, status int, error text, actor text, count bigint)
ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT ON CONSTRAINT traffic_minutes_pk DO UPDATE SET count = t.count + excluded.count`,
);

function addTo(table: "hours" | "days", unit: "hour" | "day"): string {
  return `INSERT INTO traffic_${table} AS t (${KEY}, count)
  SELECT environment_id, date_trunc('${unit}', starts_at, 'UTC'), endpoint, status, error, actor, sum(count) FROM gone
  GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT ON CONSTRAINT traffic_${table}_pk DO UPDATE SET count = t.count + excluded.count`;
}

// One statement: a minute is here, or in its hour and its day, and never in between, whenever the process is killed.
const ROLL_UP = statement(
  "traffic_roll_up",
  `WITH old AS (
  SELECT ${KEY} FROM traffic_minutes WHERE starts_at < (SELECT ${CLOCK} - make_interval(secs => $2::float8))
  ORDER BY starts_at LIMIT $3::int FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM traffic_minutes t USING old WHERE (t.environment_id, t.starts_at, t.endpoint, t.status, t.error, t.actor)
    = (old.environment_id, old.starts_at, old.endpoint, old.status, old.error, old.actor)
  RETURNING t.*
), hours AS (
  ${addTo("hours", "hour")}
), days AS (
  ${addTo("days", "day")}
)
SELECT count(*)::int AS moved FROM gone`,
);

/** Writes counts of requests. */
export async function addTraffic(db: Database, rows: readonly TrafficRow[]): Promise<void> {
  if (rows.length > 0) await db.run(ADD, [JSON.stringify(rows)]);
}

/** Moves minutes that began longer ago than that into their hours and days, at most `limit`. Answers how many. */
export async function rollUpTraffic(
  db: Database,
  { olderSeconds, limit }: { olderSeconds: number; limit: number },
): Promise<number> {
  const [row] = await db.run<{ moved: number }>(ROLL_UP, [db.clockOffsetSeconds(), olderSeconds, limit]);
  return row?.moved ?? 0;
}

export type Interval = "minute" | "hour" | "day";

const ROLLED = { hour: "traffic_hours", day: "traffic_days" } as const;

/** What was counted in a range: what has been rolled up, and the minutes that have not. */
function rangeOf(interval: Interval): string {
  const minutes = `SELECT date_trunc('${interval}', starts_at, 'UTC') AS starts_at, endpoint, status, error, actor, count FROM traffic_minutes
    WHERE environment_id = $1 AND starts_at >= $2 AND starts_at < $3`;
  if (interval === "minute") return minutes;
  return `SELECT starts_at, endpoint, status, error, actor, count FROM ${ROLLED[interval]}
    WHERE environment_id = $1 AND starts_at >= $2 AND starts_at < $3 UNION ALL ${minutes}`;
}

const REQUESTS = "endpoint IN ('POST /api/auth/request-otp', 'POST /api/auth/otp/request')";
const GUESSES = "endpoint = 'POST /api/auth/verify-otp'";
/** Refused so that nobody is flooded, guessed at or charged. */
const BLOCKED =
  "error IN ('rate_limited', 'resend_cooldown', 'locked', 'quota_exceeded', 'recipient_suppressed', 'country_not_allowed')";

/** So many of the calls are of that kind. */
const part = (name: string, what: string) => `coalesce(sum(count) FILTER (WHERE ${what}), 0)::float8 AS ${name}`;

const SUMS = [
  "sum(count)::float8 AS calls",
  part("client_errors", "status >= 400 AND status < 500"),
  part("server_errors", "status >= 500"),
].join(", ");

const OUTCOMES = [
  part("requested", `${REQUESTS} AND status = 200`),
  part("verified", `${GUESSES} AND status = 200`),
  part("failed", `${GUESSES} AND error = 'invalid_otp'`),
  part("blocked", `(${REQUESTS} OR ${GUESSES}) AND ${BLOCKED}`),
].join(", ");

function readBy(what: string, columns: string, sums = SUMS) {
  const of = (interval: Interval) =>
    statement(
      `traffic_${what}_${interval}`,
      `SELECT ${columns}, ${sums} FROM (${rangeOf(interval)}) range GROUP BY ${columns} ORDER BY ${columns}`,
    );
  return { minute: of("minute"), hour: of("hour"), day: of("day") };
}

const BY_TIME = readBy("by_time", "starts_at", `${SUMS}, ${OUTCOMES}`);
const BY_ENDPOINT = readBy("by_endpoint", "endpoint");
const BY_ERROR = {
  minute: errorsOf("minute"),
  hour: errorsOf("hour"),
  day: errorsOf("day"),
} as const;

function errorsOf(interval: Interval) {
  return statement(
    `traffic_by_error_${interval}`,
    `SELECT error, endpoint, status, sum(count)::float8 AS count FROM (${rangeOf(interval)}) range WHERE status >= 400
GROUP BY error, endpoint, status ORDER BY 4 DESC, 1, 2 LIMIT 200`,
  );
}

/** A range of time and how finely it is read. */
export type TrafficRange = { interval: Interval; from: Date; to: Date };
/** What became of codes, by what was answered. */
export type Outcomes = { requested: number; verified: number; failed: number; blocked: number };
export type TrafficSums = { calls: number; client_errors: number; server_errors: number };

/** Requests in a range by when they were made. */
export async function readTrafficByTime(
  db: Database,
  environmentId: string,
  { interval, from, to }: TrafficRange,
): Promise<(TrafficSums & Outcomes & { starts_at: Date })[]> {
  return db.run(BY_TIME[interval], [environmentId, from, to]);
}

/** Requests in a range by endpoint. */
export async function readTrafficByEndpoint(
  db: Database,
  environmentId: string,
  { interval, from, to }: TrafficRange,
): Promise<(TrafficSums & { endpoint: string })[]> {
  return db.run(BY_ENDPOINT[interval], [environmentId, from, to]);
}

/** Requests in a range that were refused or failed, by error, endpoint and status, the most frequent first. */
export async function readErrors(
  db: Database,
  environmentId: string,
  { interval, from, to }: TrafficRange,
): Promise<{ error: string; endpoint: string; status: number; count: number }[]> {
  return db.run(BY_ERROR[interval], [environmentId, from, to]);
}
