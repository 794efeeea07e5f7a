import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator, requestCode, signUp, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const CRON_SECRET = "np_cron_for_the_tests_0123456789";

let database: TestDatabase;
let sql: Sql;
let server: TestServer;
let tenant: Tenant;

/** As on a platform that knows functions only: Next serves the API, and nothing goes on by itself between requests. */
beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  const env = { VERCEL: "1", CRON_SECRET, OPERATOR_KEY };
  server = await startServer({ databaseUrl: database.url, env, args: ["--next-api"] });
  tenant = await signUp(overHttp(server.url), "owner@acme.dev");
});

afterAll(async () => {
  await server.stop();
  await sql.close();
  await database.drop();
});

const due = async () => (await sql.rows("SELECT FROM outbox WHERE due_at <= now()")).length;
const jobs = () => sql.rows<{ name: string }>("SELECT name FROM job_runs");
const cron = (method: string) =>
  call(overHttp(server.url), method, "/api/jobs/drain", { headers: { authorization: `Bearer ${CRON_SECRET}` } });

describe("where a process lives no longer than its requests", () => {
  it("what a request has queued is done after its answer, and nothing else is", async () => {
    await requestCode(overHttp(server.url), tenant.test.secret, { email: "ada@example.com" });
    await until(async () => (await due()) === 0);
    const requested = "SELECT FROM audit_log WHERE environment_id = $1 AND type = 'otp.requested'";
    expect(await sql.rows(requested, [tenant.test.environmentId])).toHaveLength(1);
    expect(await jobs()).toEqual([]);
    // Nothing ticks: what nobody nudged for stays where it is until the scheduler comes.
    await sql.rows(
      `INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
       VALUES (gen_random_uuid(), $1, 'event', 'user.updated', '{}', now(), now())`,
      [tenant.test.environmentId],
    );
    expect(told(await cron("POST"))).toBe("200");
    expect(await due()).toBe(0);
  });

  it("the scheduler runs all jobs with its secret, by either method", async () => {
    expect(told(await cron("GET"))).toBe("200");
    expect((await jobs()).map(({ name }) => name)).toContain("retention");
    const bad = { headers: { authorization: "Bearer np_cron_guess_guess_guess" } };
    expect(told(await call(overHttp(server.url), "GET", "/api/jobs/drain", bad))).toBe("401 invalid_token");
    // The refusal is written after its answer too.
    const refused = "SELECT FROM audit_log WHERE type = 'auth.refused' AND data->>'endpoint' = 'GET /api/jobs/drain'";
    await until(
      async () =>
        (await sql.rows("SELECT FROM outbox WHERE type = 'auth.refused'")).length > 0 ||
        (await sql.rows(refused)).length > 0,
    );
  });
});
