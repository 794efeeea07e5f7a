import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMember, signInMember, startSignUp } from "@/lib/customers";
import { startApp, type TestApp } from "@/tests/support/app";
import { logged } from "@/tests/support/customer-log";
import { call, operator, requestCode, signIn, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ drain: false });
});

afterAll(() => app.close());

const ME = "/api/admin/customers/me";
const of = (customerId: string, action = "") => `/api/admin/customers/${customerId}${action}`;

describe("a customer who is suspended", () => {
  let suspended: Tenant;
  let memberSessionId: string;

  beforeAll(async () => {
    suspended = await signUp(app, "owner@spam.dev");
    const client = { ip: "203.0.113.7", userAgent: null, requestId: "test" };
    const { challengeId } = await startSignUp(app.deps, client, { email: "owner@spam.dev" });
    const otp = await signUpCode(app, "owner@spam.dev");
    ({ memberSessionId } = await signInMember(app.deps, client, { challengeId, otp }));
  });

  const status = (body: object) => call(app, "PUT", of(suspended.customerId, "/status"), { ...operator, body });

  it("is refused everywhere at once, with all they have, and goes on where they were afterwards", async () => {
    const user = await signIn(app, suspended.test, "ada@example.com");
    const open = await requestCode(app, suspended.test.secret, { email: "grace@example.com" });
    const done = await call(app, "POST", of(suspended.customerId, "/suspend"), {
      ...operator,
      body: { reason: "Codes to numbers that nobody asked for" },
    });
    expect(done.body).toMatchObject({ status: "suspended", status_reason: "Codes to numbers that nobody asked for" });

    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    const verify = { key: suspended.test.secret, body: { challenge_id: open.challengeId, otp: open.code } };
    expect(
      told(
        await call(app, "POST", "/api/auth/request-otp", { key: suspended.test.secret, body: { email: "a@b.dev" } }),
      ),
    ).toBe("403 customer_suspended");
    expect(told(await call(app, "POST", "/api/auth/verify-otp", verify))).toBe("403 customer_suspended");
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).not.toBe("200");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).not.toBe("200");
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("403 customer_suspended");

    expect(told(await call(app, "POST", of(suspended.customerId, "/activate"), operator))).toBe("200");
    expect(told(await call(app, "POST", "/api/auth/verify-otp", verify))).toBe("200");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("200");
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).toBe("200");
    const log = await logged(app, suspended.live.environmentId, "customer.");
    expect(
      log
        .filter(({ type }) => /suspended|activated/.test(type))
        .map(({ type, context }) => [type, context?.before, context?.after]),
    ).toEqual([
      [
        "customer.suspended",
        { status: "active", reason: null },
        { status: "suspended", reason: "Codes to numbers that nobody asked for" },
      ],
      [
        "customer.activated",
        { status: "suspended", reason: "Codes to numbers that nobody asked for" },
        { status: "active", reason: null },
      ],
    ]);
  });

  it("gets no session from a process that does not know yet, and nothing at all from it after five seconds", async () => {
    const key = suspended.test.secret;
    const user = await signIn(app, suspended.test, "grace.hopper@example.com");
    const open = await requestCode(app, key, { email: "late@example.com" });
    // As another process would have done it: nothing here is told.
    const text = "UPDATE customers SET suspended_at = now() WHERE id = $1";
    await app.deps.db.run({ name: "test_suspend_elsewhere", text }, [suspended.customerId]);
    const verify = { key, body: { challenge_id: open.challengeId, otp: open.code } };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", verify))).toBe("401 invalid_api_key");
    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).toBe("401 invalid_token");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("401 invalid_token");
    app.clock.advance(6);
    const asked = { key, body: { email: "later@example.com" } };
    expect(told(await call(app, "POST", "/api/auth/request-otp", asked))).toBe("403 customer_suspended");
    expect(told(await call(app, "POST", of(suspended.customerId, "/activate"), operator))).toBe("200");
  });

  it("cannot go on by themselves", async () => {
    await status({ status: "suspended", reason: "Again" });
    const { secret } = suspended.live;
    for (const [method, path, body] of [
      ["PUT", ME, { status: "active" }],
      ["PUT", of(suspended.customerId, "/status"), { status: "active" }],
      ["POST", of(suspended.customerId, "/activate"), undefined],
      ["POST", of("me", "/activate"), undefined],
      ["POST", of(suspended.customerId, "/restore"), undefined],
    ] as const) {
      expect((await call(app, method, path, { key: secret, body })).status, `${method} ${path}`).toBe(403);
    }
    await app.deps.refusals.flush(app.deps);
    const tried = await logged(app, suspended.live.environmentId, "auth.refused");
    expect(tried.length, "and each try stands in their log").toBeGreaterThanOrEqual(5);
    const { body } = await call(app, "GET", of(suspended.customerId), operator);
    expect(body.status).toBe("suspended");
  });

  it("reads in the dashboard why, and is out of it once cancelled, keys and codes too", async () => {
    expect((await readMember(app.deps, memberSessionId))?.customer).toMatchObject({ suspended: { reason: "Again" } });
    expect((await status({ status: "cancelled", reason: "Over" })).body).toMatchObject({ status: "cancelled" });
    expect(await readMember(app.deps, memberSessionId)).toBeNull();
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("401 invalid_api_key");
    app.clock.advance(60);
    await call(app, "POST", "/api/signup", { body: { email: "owner@spam.dev" } });
    const otp = await signUpCode(app, "owner@spam.dev");
    const back = await call(app, "POST", "/api/signup/verify", { body: { email: "owner@spam.dev", otp } });
    expect(told(back), "who comes back does not get a new account").toBe("403 forbidden");

    expect((await status({ status: "active" })).body).toMatchObject({ status: "active", status_reason: null });
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("200");
    expect(told(await status({ status: "paused" }))).toBe("400 invalid_request");
  });
});
