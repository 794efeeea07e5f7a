import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer, type Mutation } from "@/tests/support/races-bundle";
import { launchServer, startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator, signUp, type Tenant } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
const KILL = 'process.kill(process.pid, "SIGKILL");';

const OLD = "019a9d8e-0000-7000-8000-0000000000aa";

/** With one customer, whose sign-up is settled. */
let prepared: TestDatabase;
let tenant: Tenant;
let database: TestDatabase;
let sql: Sql;
const servers: TestServer[] = [];
let sound: string;

beforeAll(async () => {
  sound = await bundleServer([]);
  prepared = await cloneDatabase();
  database = prepared;
  sql = await openSql(prepared.url);
  const server = await start();
  tenant = await signUp(overHttp(server.url), "owner@acme.dev");
  await until(async () => (await queued()) === 0);
  await server.stop();
  await sql.close();
});
afterAll(async () => {
  rmSync(sound, { force: true });
  await prepared.drop();
});
beforeEach(async () => {
  database = await cloneDatabase(prepared);
  sql = await openSql(database.url);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await sql.close();
  await database.drop();
});

/** A process of the API with its jobs, without the pages. */
async function start(): Promise<TestServer> {
  const server = await startServer({ databaseUrl: database.url, env: { OPERATOR_KEY }, program: sound });
  servers.push(server);
  return server;
}

/** A process that kills itself where the mutation says so; waits until it has. */
async function startDoomed(mutation: Mutation): Promise<void> {
  const program = await bundleServer([mutation]);
  const server = await launchServer({ databaseUrl: database.url, env: { OPERATOR_KEY }, program });
  await server.exited;
  rmSync(program, { force: true });
  expect(server.process.signalCode).toBe("SIGKILL");
}

const number = async (text: string, params: readonly unknown[] = []) =>
  Number((await sql.rows<{ n: string }>(text, params))[0]?.n ?? 0);
const queued = () => number("SELECT count(*) AS n FROM outbox WHERE kind = 'event'");
/** Of the events that the test queued. */
const sealed = () => number("SELECT count(*) AS n FROM audit_log WHERE data ? 'n'");

const counted = () =>
  number(
    "SELECT sum(count) AS n FROM usage_counts WHERE environment_id = $1 AND metric = 'otp.requested' AND period = 'day' AND dimension = ''",
    [tenant.test.environmentId],
  );

/** An environment in which nothing has happened yet. */
async function makeEnvironment(): Promise<string> {
  await sql.rows("INSERT INTO customers (id, name) VALUES ($1, 'Old')", [OLD]);
  await sql.rows("INSERT INTO projects (id, customer_id, slug, name) VALUES ($1, $1, 'old', 'Old')", [OLD]);
  await sql.rows("INSERT INTO environments (id, project_id, customer_id, kind) VALUES ($1, $1, $1, 'live')", [OLD]);
  return OLD;
}

/** Events as a request queues them, that long ago. */
async function queueEvents(
  count: number,
  { ago = "1 second", environmentId = tenant.test.environmentId } = {},
): Promise<void> {
  await sql.rows(
    `INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
     SELECT gen_random_uuid(), $1, 'event', 'otp.requested', jsonb_build_object('n', n, 'channel', 'email'), '{"actor":"system"}',
       now() - $3::interval, now() - interval '1 second' FROM generate_series(1, $2) n`,
    [environmentId, count, ago],
  );
}

async function verified(server: TestServer, environmentId = tenant.test.environmentId) {
  const path = `/api/admin/audit/verify?environment_id=${environmentId}`;
  return (await call(overHttp(server.url), "GET", path, operator)).body;
}

/** Lets the leases of the dead run out, and what was done lately be due again, without waiting for it. */
const endLeases = () => sql.rows("UPDATE job_runs SET due_at = now() - interval '1 s'");

describe("a process that is killed in the drain", () => {
  const MOVE = "lib/outbox/move-events.ts";
  const points: [string, Mutation][] = [
    [
      "when it has taken events out of the outbox",
      { file: MOVE, replace: [["if (taken.length === 0) return 0;", `if (taken.length === 0) return 0; ${KILL}`]] },
    ],
    [
      "when it has sealed them, before webhooks and usage are told",
      {
        file: MOVE,
        replace: [
          [
            "await insertEntries(tx, sealed.entries, sealed.heads, at);",
            `await insertEntries(tx, sealed.entries, sealed.heads, at); ${KILL}`,
          ],
        ],
      },
    ],
    ["before it commits", { file: MOVE, replace: [["return taken.length;", `${KILL} return taken.length;`]] }],
    [
      "when the first of three batches is committed",
      {
        file: "lib/outbox/drain.ts",
        replace: [
          [
            "const moved = await moveEvents(deps, BATCH);",
            `const moved = await moveEvents(deps, BATCH); if (moved > 0) ${KILL}`,
          ],
        ],
      },
    ],
  ];

  it.each(points)("loses no event and counts none twice, killed %s", async (_, mutation) => {
    await queueEvents(1_200);
    await startDoomed(mutation);
    // All or nothing: what is not in the log is still queued.
    expect((await queued()) + (await sealed())).toBe(1_200);
    const server = await start();
    await until(async () => (await queued()) === 0);
    const distinct = "SELECT count(DISTINCT data->>'n') AS n FROM audit_log";
    expect([await sealed(), await number(distinct)]).toEqual([1_200, 1_200]);
    expect(await counted()).toBe(1_200);
    expect(await verified(server)).toMatchObject({ intact: true, first_bad: null });
  });
});

describe("a process that is killed in retention", () => {
  const DELETE = "batch = await sweep.delete(deps.db, BATCH);";
  const IN_RETENTION: Mutation = {
    file: "lib/outbox/sweep.ts",
    replace: [[DELETE, `${DELETE} if (batch > 0) ${KILL}`]],
  };

  it("leaves a chain that holds, and another process takes the rest", async () => {
    const environmentId = await makeEnvironment();
    const first = await start();
    await queueEvents(2_400, { ago: "100 days", environmentId });
    await queueEvents(100, { ago: "10 days", environmentId });
    await until(async () => (await queued()) === 0);
    await first.stop();
    await endLeases();
    await startDoomed(IN_RETENTION);
    expect(await sealed()).toBe(1_500);
    const last = await start();
    expect(await verified(last, environmentId)).toMatchObject({ intact: true, first_bad: null, from_seq: 1_001 });
    await endLeases();
    await until(async () => (await sealed()) === 100);
    expect(await verified(last, environmentId)).toMatchObject({ intact: true, first_bad: null, from_seq: 2_401 });
    // Beside what had to stay the chain holds what it lost: the deletion is an entry of its own.
    await until(async () => Number((await verified(last, environmentId)).checked) > 100);
    expect(await verified(last, environmentId)).toMatchObject({ intact: true, first_bad: null, from_seq: 2_401 });
  });

  it("deletes nothing that has to stay, wherever it stops", async () => {
    await sql.rows(
      `INSERT INTO idempotency_keys (environment_id, request_hash, body_hash, result_id, holder_id, created_at, locked_until)
       SELECT $1, int4send(n), '\\x00', gen_random_uuid(), gen_random_uuid(), now() - CASE WHEN n <= 2500 THEN interval '2 days' ELSE interval '1 hour' END, now()
       FROM generate_series(1, 2600) n`,
      [tenant.test.environmentId],
    );
    await endLeases();
    await startDoomed(IN_RETENTION);
    const keys = () => number("SELECT count(*) AS n FROM idempotency_keys");
    expect(await keys()).toBe(1_600);
    await endLeases();
    await start();
    await until(async () => (await keys()) === 100);
    expect(await number("SELECT count(*) AS n FROM idempotency_keys WHERE created_at > now() - interval '1 day'")).toBe(
      100,
    );
  });
});

describe("a process that is killed in a roll-up", () => {
  it("leaves every request in the minutes or in the hours, once", async () => {
    await sql.rows(
      `INSERT INTO traffic_minutes (environment_id, starts_at, endpoint, status, error, actor, count)
       SELECT $1, date_trunc('minute', now()) - interval '5 hours', 'GET /' || n, 200, '', '', 3 FROM generate_series(1, 6000) n`,
      [tenant.test.environmentId],
    );
    await endLeases();
    await startDoomed({
      file: "lib/usage/flush.ts",
      replace: [
        [
          "batch = await rollUpTraffic(db, { olderSeconds: MINUTES_KEPT_SECONDS, limit: BATCH });",
          `batch = await rollUpTraffic(db, { olderSeconds: MINUTES_KEPT_SECONDS, limit: BATCH }); if (batch > 0) ${KILL}`,
        ],
      ],
    });
    const of = (table: string) =>
      number(
        `SELECT coalesce(sum(count), 0) AS n FROM ${table} WHERE endpoint LIKE 'GET /%' AND endpoint NOT LIKE '%api%'`,
      );
    const [minutes, hours] = [await of("traffic_minutes"), await of("traffic_hours")];
    expect(hours).toBeGreaterThan(0);
    expect(minutes + hours).toBe(18_000);
    await endLeases();
    await start();
    await until(async () => (await of("traffic_minutes")) === 0);
    expect([await of("traffic_hours"), await of("traffic_days")]).toEqual([18_000, 18_000]);
  });
});

describe("three processes at once", () => {
  it("seal one chain, count each event once, and delete what is over, without a gap", async () => {
    await queueEvents(6_000);
    await sql.rows(
      `INSERT INTO idempotency_keys (environment_id, request_hash, body_hash, result_id, holder_id, created_at, locked_until)
       SELECT $1, int4send(n), '\\x00', gen_random_uuid(), gen_random_uuid(), now() - interval '2 days', now() FROM generate_series(1, 5000) n`,
      [tenant.test.environmentId],
    );
    await endLeases();
    const [one, two, three] = await Promise.all([start(), start(), start()]);
    // And the scheduler has all of them drain as well.
    const drains = await Promise.all(
      [one, two, three].map((server) => call(overHttp(server.url), "POST", "/api/jobs/drain", operator)),
    );
    expect(drains.map(({ status }) => status)).toEqual([200, 200, 200]);
    await until(
      async () => (await queued()) === 0 && (await number("SELECT count(*) AS n FROM idempotency_keys")) === 0,
    );
    expect(await sealed()).toBe(6_000);
    expect(await counted()).toBe(6_000);
    expect(await verified(one)).toMatchObject({ intact: true, first_bad: null });
    const { body } = await call(overHttp(two.url), "GET", "/api/admin/queues", operator);
    expect(body.queues).toContainEqual({ name: "event", waiting: 0, due: 0, oldest_at: null, late_seconds: 0 });
  });
});
