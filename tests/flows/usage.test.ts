import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rollUpTraffic } from "@/db/queries/traffic";
import { environmentOf } from "@/lib/environments";
import { listRequests, readAnalytics, readCurrentUsage, readErrorsOf, readRealtime, rollUp } from "@/lib/usage";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer } from "@/tests/support/races-bundle";
import { startQuietApp } from "@/tests/support/round-trips-app";
import { startServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const ENVIRONMENT = "019a9d8e-0000-7000-8000-000000000001";
const MINUTES = 400;
const PER_MINUTE = 7;

let database: TestDatabase;
let sql: Sql;

beforeEach(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
});
afterEach(async () => {
  await sql.close();
  await database.drop();
});

/** Minutes of some days ago that nobody has rolled up, each with that many requests. */
async function fillMinutes(endpoint = "GET /api/x"): Promise<void> {
  await sql.rows(
    `INSERT INTO traffic_minutes (environment_id, starts_at, endpoint, status, error, actor, count)
    SELECT $1::uuid, date_trunc('day', now() - interval '3 days') + make_interval(mins => n * 5), $4, 200, '', 'system', $3
    FROM generate_series(0, $2::int - 1) n`,
    [ENVIRONMENT, MINUTES, PER_MINUTE, endpoint],
  );
}

type Sums = { minutes: number; hours: number; days: number };

async function sums(): Promise<Sums> {
  const of = (table: string) => `(SELECT coalesce(sum(count), 0)::int FROM traffic_${table}) AS ${table}`;
  const [row] = await sql.rows<Sums>(`SELECT ${of("minutes")}, ${of("hours")}, ${of("days")}`);
  return row ?? { minutes: 0, hours: 0, days: 0 };
}

const ALL = MINUTES * PER_MINUTE;

describe("the roll-up of minutes", () => {
  let program: string;
  beforeAll(async () => {
    program = await bundleServer([]);
  });
  afterAll(() => rmSync(program, { force: true }));

  it("loses nothing and counts nothing twice when its process is killed in the middle of it", async () => {
    await fillMinutes();
    const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
    const start = () => startServer({ databaseUrl: database.url, env: { OPERATOR_KEY }, program });
    // Somebody else holds a day's row: whoever rolls up waits there, its minutes taken and its hours written.
    const holder = await openSql(database.url);
    await holder.rows("BEGIN");
    await holder.rows(
      `INSERT INTO traffic_days (environment_id, starts_at, endpoint, status, error, actor, count)
      VALUES ($1, date_trunc('day', now() - interval '3 days', 'UTC'), 'GET /api/x', 200, '', 'system', 0)`,
      [ENVIRONMENT],
    );
    const doomed = await start();
    const stuck = () =>
      sql.rows(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%traffic_days%'",
      );
    await until(async () => (await stuck()).length === 1);
    doomed.process.kill("SIGKILL");
    await doomed.exited;
    await holder.rows("ROLLBACK");
    await holder.close();
    await until(async () => (await stuck()).length === 0);
    const after = await sums();
    // Postgres may have heard of the end only after it could go on: then all of it is done, else nothing.
    expect([after.minutes + after.hours, after.minutes + after.days]).toEqual([ALL, ALL]);

    // The dead one's lease runs out, without anybody waiting for it.
    await sql.rows("UPDATE job_runs SET due_at = now() - interval '1 s'");
    const next = await start();
    await call(overHttp(next.url), "POST", "/api/jobs/drain", operator);
    await until(async () => (await sums()).minutes === 0);
    expect(await sums()).toEqual({ minutes: 0, hours: ALL, days: ALL });
    await next.stop();
  });

  it("may run everywhere at once, cut off again and again", async () => {
    const app = await startQuietApp({ DATABASE_URL: database.url });
    const step = () => rollUpTraffic(app.deps.db, { olderSeconds: 7200, limit: 40 }).catch(() => 0);
    const cutOff = () =>
      sql.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%traffic_minutes%' AND pid <> pg_backend_pid()`,
      );
    for (let round = 1; round <= 10; round += 1) {
      await fillMinutes(`GET /api/x${round}`);
      await Promise.all([step(), step(), step(), cutOff(), step(), step()]);
      const { minutes, hours, days } = await sums();
      expect([minutes + hours, minutes + days]).toEqual([ALL * round, ALL * round]);
    }
    // A connection that was cut off tells so only when it is used again.
    await until(() =>
      rollUp(app.deps, new AbortController().signal).then(
        () => true,
        () => false,
      ),
    );
    expect(await sums()).toEqual({ minutes: 0, hours: ALL * 10, days: ALL * 10 });
    await app.close();
  });
});

const noted = async () => {
  const [row] = await sql.rows<{ counted: number; logged: number; measured: number }>(
    `SELECT (SELECT coalesce(sum(count), 0)::int FROM traffic_minutes) AS counted, (SELECT count(*)::int FROM request_log) AS logged,
      (SELECT coalesce(sum(count), 0)::int FROM latency_daily) AS measured`,
  );
  return row;
};

describe("telemetry", () => {
  it("is written down when its process ends", async () => {
    const app = await startQuietApp({ DATABASE_URL: database.url });
    for (let at = 0; at < 3; at += 1) await call(app, "GET", "/api/admin/usage", { key: app.tenant.test.secret });
    expect(await noted()).toEqual({ counted: 0, logged: 0, measured: 0 });
    await app.close();
    expect(await noted()).toEqual({ counted: 3, logged: 3, measured: 3 });
  });

  it("is written down after each answer where nothing goes on between two", async () => {
    const app = await startQuietApp({
      DATABASE_URL: database.url,
      VERCEL: "1",
      CRON_SECRET: "a-schedulers-secret-0123456789",
    });
    await call(app, "GET", "/api/admin/usage", { key: app.tenant.test.secret });
    await app.deps.settle();
    expect(await noted()).toEqual({ counted: 1, logged: 1, measured: 1 });
    await app.close();
  });
});

const READ = [
  "usage_counts",
  "traffic_hours",
  "traffic_days",
  "latency_daily",
  "latency_hourly",
  "request_log",
] as const;

describe("a range query", () => {
  it("finds its rows by index, whatever else there is", async () => {
    const app = await startQuietApp({ DATABASE_URL: database.url });
    const { environmentId } = app.tenant.test;
    // A hundred other environments with a year each.
    const others = "SELECT gen_random_uuid() AS e FROM generate_series(1, 100) UNION ALL SELECT $1::uuid";
    const days = "generate_series(date_trunc('day', now()) - interval '300 days', now(), interval '1 day')";
    await sql.rows(
      `INSERT INTO usage_counts SELECT e, 'day', d, m, '', 3 FROM (${others}) x, ${days} d, unnest(ARRAY['otp.requested', 'otp.verified']) m`,
      [environmentId],
    );
    for (const table of ["traffic_hours", "traffic_days"]) {
      await sql.rows(
        `INSERT INTO ${table} SELECT e, d, 'GET /api/x', 200, '', 'system', 3 FROM (${others}) x, ${days} d`,
        [environmentId],
      );
    }
    for (const table of ["latency_hourly", "latency_daily"]) {
      await sql.rows(
        `INSERT INTO ${table} SELECT e, d, 'GET /api/x', 3, '\\x01'::bytea FROM (${others}) x, ${days} d`,
        [environmentId],
      );
    }
    await sql.rows(
      `INSERT INTO request_log (environment_id, id, at, method, path, status, duration_ms, actor)
      SELECT e, 'req_' || n, now() - make_interval(mins => n), 'GET', '/api/x', 200, 3, 'system' FROM (${others}) x, generate_series(1, 300) n`,
      [environmentId],
    );
    await sql.rows("ANALYZE");
    const scans = async () =>
      sql.rows("SELECT relname, seq_scan::int FROM pg_stat_user_tables WHERE relname = ANY ($1) ORDER BY relname", [
        READ,
      ]);
    const before = await scans();
    const environment = await environmentOf(app.deps, environmentId);
    if (!environment) throw new Error("The environment is gone");
    const scope = { environment, actor: { type: "system" }, client: null } as const;
    const now = Date.now();
    for (let run = 0; run < 12; run += 1) {
      const from = new Date(now - 90 * 86_400_000);
      const { facts } = await readAnalytics(app.deps, scope, { interval: "day", from, to: null });
      expect(facts.totals.otpRequested).toBeGreaterThan(90 * 3);
      await readAnalytics(app.deps, scope, { interval: "hour", from: null, to: null });
      await readErrorsOf(app.deps, scope, { interval: "day", from, to: null });
      await readRealtime(app.deps, scope);
      await readCurrentUsage(app.deps, scope);
      const filter = { statusClass: null, path: null, error: null, actor: null, requestId: null, from: null, to: null };
      const page = await listRequests(app.deps, scope, { ...filter, limit: 50, cursor: null });
      await listRequests(app.deps, scope, { ...filter, limit: 50, cursor: page.nextCursor });
    }
    await app.close();
    const connections =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    await expect.poll(() => sql.rows(connections), { timeout: 60_000 }).toEqual([]);
    expect(await scans()).toEqual(before);
  });
});
