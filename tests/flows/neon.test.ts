import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { startApp, type TestApp } from "@/tests/support/app";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { type NeonProxy, startNeonProxy } from "@/tests/support/neon-proxy";
import { type CountingProxy, startCountingProxy } from "@/tests/support/round-trips";
import { openSql } from "@/tests/support/sql";
import { call, requestCode, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

// The driver finds its own way from a host to a WebSocket: to a pooler, and to the server itself.
describe.each(["ep-cool-fog-123456-pooler", "ep-cool-fog-123456"])("Neon's driver, to %s", (endpoint) => {
  let database: TestDatabase;
  let counting: CountingProxy;
  let proxy: NeonProxy;
  let app: TestApp;
  let tenant: Tenant;
  beforeAll(async () => {
    database = await cloneDatabase();
    counting = await startCountingProxy(database.url);
    proxy = await startNeonProxy(counting.url);
    app = await startApp({ env: { DATABASE_URL: proxy.url(endpoint) }, drain: false });
    tenant = await signUp(app, "owner@acme.dev");
  });
  afterAll(async () => {
    await app?.close();
    await proxy?.close();
    await counting?.close();
    await database?.drop();
  });

  it("signs a user in, refreshes, and ends the session", async () => {
    expect(proxy.connections()).toBeGreaterThan(0);
    const user = await signIn(app, tenant.test, "ada@example.com");
    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).toBe("200");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("200");
    expect(told(await call(app, "POST", "/api/auth/logout", { token: user.accessToken }))).toBe("204");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("401 invalid_token");
  });

  it("runs a statement in one round trip", async () => {
    const statement = { name: "neon_test", text: "SELECT $1::int + 1 AS sum" };
    await app.deps.db.run(statement, [1]);
    const { roundTrips } = await counting.count(async () => {
      for (let at = 0; at < 5; at++) expect(await app.deps.db.run(statement, [at])).toEqual([{ sum: at + 1 }]);
    });
    expect(roundTrips).toBe(5);
  });

  it("judges five of many guesses at once", async () => {
    const { challengeId } = await requestCode(app, tenant.test.secret, { email: "bea@example.com" });
    const guess = { challenge_id: challengeId, otp: "000000000" };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body: guess }),
      ),
    );
    expect(answers.filter(({ body }) => body.reason === "incorrect")).toHaveLength(5);
  });

  it("takes back what a transaction did that failed", async () => {
    const id = randomUUID();
    const name = `neon ${id}`;
    const insert = { name: "neon_insert", text: "SELECT count(*)::int AS rows FROM customers WHERE name = $1" };
    const failing = app.deps.db.transaction(async (tx) => {
      await tx.execute(`INSERT INTO customers (id, name) VALUES ('${id}', '${name}')`);
      throw new Error("and yet not");
    });
    await expect(failing).rejects.toThrow("and yet not");
    expect(await app.deps.db.run(insert, [name])).toEqual([{ rows: 0 }]);
  });

  it("answers 503 while there is no way, and is well again when there is", async () => {
    await proxy.shut();
    const asked = () =>
      call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body: { email: "eve@example.com" } });
    for (const answered of await Promise.all([asked(), asked(), asked()])) {
      expect(told(answered)).toBe("503 unavailable");
    }
    expect((await call(app, "GET", "/api/health/ready")).status).toBe(503);
    await proxy.open();
    expect(told(await asked())).toBe("200");
  });
});

describe("migrations at Neon", () => {
  it("make a working database of an empty one, however many begin at once", async () => {
    const { url, drop } = await cloneDatabase();
    const sql = await openSql(url);
    await sql.rows("DROP SCHEMA public CASCADE");
    await sql.rows("DROP SCHEMA drizzle CASCADE");
    await sql.rows("CREATE SCHEMA public");
    const proxy = await startNeonProxy(url);
    const open = () =>
      openDatabase({
        url: proxy.url("ep-new-pooler"),
        folder: "",
        migrationsFolder: "db/migrations",
        clockOffsetSeconds: () => 0,
        onIdleError: () => undefined,
      });
    const databases = await Promise.all([open(), open(), open()]);
    await Promise.all(databases.map((each) => each.migrate()));
    const [applied] = await sql.rows<{ applied: number; distinct: number }>(
      "SELECT count(*)::int AS applied, count(DISTINCT hash)::int AS distinct FROM drizzle.__drizzle_migrations",
    );
    expect(applied?.applied).toBeGreaterThan(0);
    expect(applied?.distinct).toBe(applied?.applied);
    await Promise.all(databases.map((each) => each.close()));
    await proxy.close();
    await sql.close();
    await drop();
  });
});
