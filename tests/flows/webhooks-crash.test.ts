import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer } from "@/tests/support/races-bundle";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator, signUp } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";
import { runStorm } from "@/tests/support/webhook-storm";

let program: string;
let database: TestDatabase;
let sql: Sql;
const receivers: Receiver[] = [];
const servers: TestServer[] = [];

beforeAll(async () => {
  program = await bundleServer([]);
});
afterAll(() => rmSync(program, { force: true }));
beforeEach(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const receiver of receivers.splice(0)) await receiver.close();
  await sql.close();
  await database.drop();
});

async function start(receiver: Receiver): Promise<TestServer> {
  const env = {
    OPERATOR_KEY: operator.headers.authorization.replace("Bearer ", ""),
    EGRESS_ALLOW: new URL(receiver.url).host,
  };
  const server = await startServer({ databaseUrl: database.url, env, program });
  servers.push(server);
  return server;
}

async function kill(server: TestServer): Promise<void> {
  server.process.kill("SIGKILL");
  await server.exited;
}

describe("a process that is killed while it delivers", () => {
  it("loses nothing: after the lease another sends the same bytes under the same id, once", async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    // It has got the event, and its answer is not heard any more.
    receiver.answer(() => {});
    const doomed = await start(receiver);
    const { test } = await signUp(overHttp(doomed.url), "owner@acme.dev");
    const key = test.secret;
    const body = { url: receiver.url, events: ["otp.requested"] };
    await call(overHttp(doomed.url), "POST", "/api/admin/webhooks", { key, body });
    await call(overHttp(doomed.url), "POST", "/api/auth/request-otp", { key, body: { email: "ada@example.com" } });
    await until(() => receiver.received.length === 1);
    await kill(doomed);

    receiver.answer(204);
    await start(receiver);
    const [leased] = await sql.rows<{ seconds: number }>(
      "SELECT extract(epoch FROM due_at - now())::float8 AS seconds FROM webhook_deliveries",
    );
    expect(leased?.seconds).toBeGreaterThan(0);
    expect(leased?.seconds).toBeLessThanOrEqual(30);
    await sql.rows("UPDATE webhook_deliveries SET due_at = now() WHERE due_at IS NOT NULL");
    await until(() => receiver.received.length === 2);
    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    await until(async () => (await sql.rows("SELECT FROM webhook_deliveries WHERE delivered_at IS NULL")).length === 0);
    expect(receiver.received).toHaveLength(2);
  });
});

describe("processes that are killed at any moment", { timeout: 300_000 }, () => {
  it("lose no event among thousands, repeat few, and sign every one", async () => {
    const storm = await runStorm({
      databaseUrl: database.url,
      program,
      events: 4_000,
      processes: 3,
      killEvery: { events: 900 },
      seconds: 110,
    });
    expect(storm).toMatchObject({ lost: 0, wrong: 0 });
    expect(storm.kills).toBeGreaterThan(0);
    // What is under way when a process is killed, at most: four of its deliveries to each of eight endpoints.
    expect(storm.repeated).toBeLessThanOrEqual(32 * storm.kills);
  });
});
