import { afterEach, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signIn, signUp, told } from "@/tests/support/tenants";

let app: TestApp;

afterEach(() => app.close().catch(() => undefined));

/** What a lost database throws, as node-postgres says it. */
function refuseConnections(): Promise<never> {
  return Promise.reject(Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" }));
}

/** The app on a database whose connections are refused until it is healed. */
async function loseDatabase(on: TestApp): Promise<() => void> {
  const { db } = on.deps;
  const { run, transaction, ping } = db;
  Object.assign(db, { run: refuseConnections, transaction: refuseConnections, ping: refuseConnections });
  return () => {
    Object.assign(db, { run, transaction, ping });
  };
}

describe("without its database", () => {
  it("the API answers 503 with Retry-After, stays alive, serves its keys, and heals by itself", async () => {
    app = await startApp();
    const tenant = await signUp(app, "owner@acme.dev");
    const user = await signIn(app, tenant.test, "ada@example.com");
    const ask = () =>
      call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body: { email: "a@b.dev" } });
    const jwks = `/e/${tenant.test.environmentId}/.well-known/jwks.json`;
    expect(told(await ask())).toBe("200");

    const heal = await loseDatabase(app);
    for (const answered of [
      await ask(),
      await call(app, "GET", "/api/auth/me", { token: user.accessToken }),
      await call(app, "POST", "/api/auth/refresh", {
        body: { session_id: user.sessionId, refresh_token: user.refreshToken },
      }),
    ]) {
      expect(told(answered)).toBe("503 unavailable");
      expect(answered.headers.get("retry-after")).toBe("1");
      expect(JSON.stringify(answered.body)).not.toContain("ECONNREFUSED");
    }
    expect(told(await call(app, "GET", "/api/health/live"))).toBe("200");
    expect(told(await call(app, "GET", jwks))).toBe("200");
    for (const path of ["/api/health", "/api/health/ready"]) {
      const health = await call(app, "GET", path);
      expect([health.status, health.headers.get("retry-after")]).toEqual([503, "1"]);
      expect(health.body).toMatchObject({ status: "unavailable", checks: { database: { status: "unreachable" } } });
    }

    heal();
    expect(told(await ask())).toBe("200");
    expect((await call(app, "GET", "/api/health")).body).toMatchObject({
      status: "ok",
      checks: { database: { status: "ok", ms: expect.any(Number) } },
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });
});

describe("a bug", () => {
  it("answers 500 internal and tells nothing; the log has the cause", async () => {
    app = await startApp();
    const tenant = await signUp(app, "owner@acme.dev");
    Object.assign(app.deps.db, { run: () => Promise.reject(new Error("column users.secret does not exist")) });
    const body = { email: "a@b.dev" };
    const answered = await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body });
    expect(told(answered)).toBe("500 internal");
    expect(JSON.stringify(answered.body)).not.toContain("column");
    const id = answered.headers.get("x-request-id") ?? "none";
    const line = app.log.find((each) => each.includes(id)) ?? "";
    expect(line).toContain("column users.secret does not exist");
    expect(line).not.toContain("a@b.dev");
  });
});
