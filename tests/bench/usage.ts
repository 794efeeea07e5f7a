import { readEnv } from "@/lib/core/env";
import { createDeps } from "@/lib/deps";
import { environmentOf } from "@/lib/environments";
import { readAnalytics, readCurrentUsage, readErrorsOf, readRealtime } from "@/lib/usage";
import { addLatency, encodeSketch, newSketch } from "@/lib/usage/latency-sketch";
import { createTelemetry } from "@/lib/usage/telemetry";
import { openSql } from "../support/sql";
import type { Installation } from "./installation";
import { precise, type Row, whole } from "./table";

const ENVIRONMENTS = 20;
const DAYS = 120;
/**
 * Codes an environment asks for in an hour; each is about two and a half facts: requested, verified or failed, signed
 * in.
 */
const CODES_AN_HOUR = 70;
const RUNS = 40;
const DAY_MS = 86_400_000;

export const USAGE_HEAD = ["range queries, one environment", "median ms", "slowest ms"] as const;

/**
 * How long ranges take to read with ten million facts behind them: twenty environments that have had 120 days of codes,
 * by channel, country, key and time to verify, their calls by endpoint and status, and their latencies.
 */
export async function measureUsage(installation: Installation): Promise<{ facts: number; rows: Row[] }> {
  const facts = await fill(installation);
  const env = readEnv({ DATABASE_URL: installation.url, SECRET_KEY: installation.secretKey, LOG_LEVEL: "warn" });
  const deps = await createDeps(env, { drain: false });
  try {
    const environment = await environmentOf(deps, installation.environmentId);
    if (!environment) throw new Error("the environment is gone");
    const scope = { environment, actor: { type: "system" }, client: null } as const;
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    const rows = [
      await timed("90 days by day", () => readAnalytics(deps, scope, { interval: "day", from: ago(89), to: null })),
      await timed("7 days by hour", () => readAnalytics(deps, scope, { interval: "hour", from: ago(7), to: null })),
      await timed("31 days by hour", () => readAnalytics(deps, scope, { interval: "hour", from: ago(30), to: null })),
      await timed("90 days of errors", () => readErrorsOf(deps, scope, { interval: "day", from: ago(89), to: null })),
      await timed("today and this month", () => readCurrentUsage(deps, scope)),
      await timed("the last hour by minute", () => readRealtime(deps, scope)),
    ];
    return { facts, rows: [...rows, noteCost()] };
  } finally {
    await deps.close();
  }
}

async function timed(name: string, read: () => Promise<unknown>): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begin = performance.now();
    await read();
    times.push(performance.now() - begin);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return [name, precise(sorted[Math.floor(RUNS / 2)] ?? 0), precise(sorted.at(-1) ?? 0)];
}

/** What a request costs in the process before anything is written. */
function noteCost(): Row {
  const telemetry = createTelemetry();
  const rounds = 50_000;
  const noted = {
    environmentId: "019a9d8e-0000-7000-8000-000000000001",
    requestId: "req_0123456789abcdefghijklmn",
    at: new Date(),
    method: "POST",
    route: "/api/auth/request-otp",
    path: "/api/auth/request-otp",
    status: 200,
    ms: 4.2,
    error: null,
    actor: "key:019a9d8e-0000-7000-8000-000000000002",
    ip: "203.0.113.1",
    userAgent: "ninepin-node/1.0.0",
    request: { body: { email: "ada@example.com", purpose: "sign_in" } },
    response: { status: "ok", channel: "email", destination: "a•••@example.com", code_length: 9 },
  };
  const laps: number[] = [];
  for (let lap = 0; lap < 5; lap += 1) {
    const begin = process.cpuUsage();
    for (let at = 0; at < rounds; at += 1) {
      telemetry.note(noted);
      if (at % 900 === 0) telemetry.take();
    }
    laps.push(process.cpuUsage(begin).user / rounds);
  }
  const sorted = laps.toSorted((a, b) => a - b);
  return ["noting a request, µs of CPU", precise(sorted[2] ?? 0), precise(sorted.at(-1) ?? 0)];
}

/** Fills the rolled-up tables as the drain and the processes would have. Answers how many facts they stand for. */
async function fill({ url, environmentId }: Installation): Promise<number> {
  const sql = await openSql(url);
  const hours = `generate_series(date_trunc('hour', now()) - interval '${DAYS} days', now(), interval '1 hour')`;
  await sql.rows(
    `CREATE TEMP TABLE e AS SELECT $1::uuid AS id UNION ALL SELECT gen_random_uuid() FROM generate_series(2, ${ENVIRONMENTS})`,
    [environmentId],
  );
  const requested = `(VALUES ('', ${CODES_AN_HOUR}), ('channel:email', ${CODES_AN_HOUR - 10}), ('channel:sms', 10), ('country:GB', 4), ('country:US', 4),
    ('country:DE', 2), ('key:${environmentId}', ${CODES_AN_HOUR})) d (dimension, count)`;
  const facts = [
    `SELECT id, h, 'otp.requested', dimension, count FROM e, ${hours} h, ${requested}`,
    `SELECT id, h, 'otp.verified', dimension, count * 9 / 10 FROM e, ${hours} h, ${requested} WHERE dimension NOT LIKE 'country:%'`,
    `SELECT id, h, 'user.logged_in', '', ${CODES_AN_HOUR} / 2 FROM e, ${hours} h`,
    `SELECT id, h, 'otp.failed', '', 7 FROM e, ${hours} h`,
    `SELECT id, h, 'otp.verified.seconds', bound, 4 FROM e, ${hours} h, unnest(ARRAY['8', '12', '16', '20', '26', '30', '45', '60', '120', 'more']) bound`,
  ];
  for (const [period, unit] of [
    ["hour", "hour"],
    ["day", "day"],
    ["month", "month"],
  ] as const) {
    for (const rows of facts) {
      await sql.rows(
        `INSERT INTO usage_counts (environment_id, period, starts_at, metric, dimension, count)
        SELECT id, '${period}', date_trunc('${unit}', h, 'UTC'), m, d, sum(c) FROM (${rows}) f (id, h, m, d, c) GROUP BY 1, 3, 4, 5`,
      );
    }
  }
  const calls = `SELECT id, h, 'POST /api/auth/' || x, s, CASE WHEN s = 200 THEN '' WHEN s = 400 THEN 'invalid_otp' ELSE 'rate_limited' END, 'key:${environmentId}', 20
    FROM e, ${hours} h, unnest(ARRAY['request-otp', 'verify-otp', 'refresh', 'introspect', 'logout', 'otp/request']) x, unnest(ARRAY[200, 400, 429]) s`;
  for (const [table, unit] of [
    ["traffic_hours", "hour"],
    ["traffic_days", "day"],
  ] as const) {
    await sql.rows(
      `INSERT INTO ${table} (environment_id, starts_at, endpoint, status, error, actor, count)
      SELECT id, date_trunc('${unit}', h, 'UTC'), p, s, e, a, sum(c) FROM (${calls}) f (id, h, p, s, e, a, c) GROUP BY 1, 2, 3, 4, 5, 6`,
    );
  }
  const sketch = newSketch();
  for (let at = 0; at < 5_000; at += 1) addLatency(sketch, 1 + Math.exp((at % 500) / 80));
  for (const [table, unit] of [
    ["latency_hourly", "hour"],
    ["latency_daily", "day"],
  ] as const) {
    await sql.rows(
      `INSERT INTO ${table} (environment_id, starts_at, endpoint, count, sketch)
      SELECT DISTINCT id, date_trunc('${unit}', h, 'UTC'), 'POST /api/auth/' || x, 5000, $1::bytea
      FROM e, ${hours} h, unnest(ARRAY['request-otp', 'verify-otp', 'refresh', 'introspect', 'logout', 'otp/request']) x`,
      [encodeSketch(sketch)],
    );
  }
  await sql.rows("ANALYZE");
  const [counted] = await sql.rows<{ facts: string }>(
    "SELECT sum(count) AS facts FROM usage_counts WHERE period = 'hour' AND dimension = ''",
  );
  await sql.close();
  return Number(counted?.facts ?? 0);
}

/** The sentence above the table. */
export function describeFacts(facts: number): string {
  return `${whole(facts)} facts of ${ENVIRONMENTS} environments, ${DAYS} days`;
}
