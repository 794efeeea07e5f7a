import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, requestCode, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const JWT = expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);

const userOf = (value: string) => ({
  id: UUID,
  name: null,
  locale: null,
  role: "user",
  metadata: {},
  identifiers: [{ id: UUID, type: value.includes("@") ? "email" : "phone", value, verified_at: TIME }],
  tenants: [],
});

const tokensOf = (value: string) => ({
  access_token: JWT,
  token_type: "bearer",
  expires_in: 900,
  expires_at: TIME,
  refresh_token: expect.stringMatching(/^np_rt_/),
  session_id: UUID,
  device_token: expect.stringMatching(/^np_dt_/),
  is_new_user: true,
  user: userOf(value),
});

describe("codes", () => {
  it.each([
    ["email", "Ada@Example.com", "ada@example.com", 9, "email", "123456789"],
    ["phone", "+1 (415) 555-0100", "+14155550100", 6, "sms", "123456"],
  ])("request-otp and verify-otp by %s answer as written down", async (type, typed, value, length, channel, code) => {
    const { publishable: key } = tenant.test;
    for (const path of ["/api/auth/request-otp", "/api/auth/otp/request"]) {
      const asked = await call(app, "POST", path, { key, body: { [type]: typed, purpose: "sign_in", locale: "en" } });
      expect(asked.status).toBe(200);
      expect(asked.body).toEqual({
        status: "ok",
        challenge_id: UUID,
        channel,
        destination: expect.stringContaining("•"),
        code_length: length,
        expires_at: TIME,
        resend_after: TIME,
        preview_code: code,
      });
      expect(JSON.stringify({ ...asked.body, preview_code: "" })).not.toContain(value);
    }
    const spaced = code.split("").join(" ");
    const verified = await call(app, "POST", "/api/auth/verify-otp", { key, body: { [type]: typed, otp: spaced } });
    // The language that was asked in is the new user's.
    const tokens = { ...tokensOf(value), user: { ...userOf(value), locale: "en" } };
    expect([verified.status, verified.body]).toEqual([200, tokens]);
  });

  it("sends again within a challenge, and both codes are good on one budget", async () => {
    const { challengeId } = await requestCode(app, tenant.test.secret, { email: "again@example.com" });
    const key = tenant.test.publishable;
    const again = await call(app, "POST", "/api/auth/request-otp", { key, body: { challenge_id: challengeId } });
    expect(again.body).toMatchObject({ status: "ok", challenge_id: challengeId, channel: "email" });
    const guess = (otp: string) =>
      call(app, "POST", "/api/auth/verify-otp", { key, body: { challenge_id: challengeId, otp } });
    expect((await guess("000000000")).body).toMatchObject({ reason: "incorrect", attempts_remaining: 4 });
    const byPost = { challenge_id: challengeId, channel: "hook" };
    const other = await call(app, "POST", "/api/auth/request-otp", { key, body: byPost });
    expect(other.body).toMatchObject({ challenge_id: challengeId, channel: "hook", code_length: 6 });
    expect((await guess("000000")).body).toMatchObject({ reason: "incorrect", attempts_remaining: 3 });
    // Nine digits are the message's before the last.
    expect((await guess("123456789")).status).toBe(200);
  });

  it("takes context and metadata from a secret key", async () => {
    const body = {
      email: "context@example.com",
      context: { ip: "203.0.113.77", user_agent: "Safari", location: "Leeds" },
      metadata: { plan: "pro", seats: 3 },
    };
    expect((await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body })).status).toBe(200);
  });

  it.each(["step_up", "transaction"])("answers a proof, and no session, for %s", async (purpose) => {
    const body = { email: "proof@example.com", purpose };
    const { challengeId, code } = await requestCode(app, tenant.test.secret, body);
    const as = (extra: object) =>
      call(app, "POST", "/api/auth/verify-otp", {
        key: tenant.test.secret,
        body: { challenge_id: challengeId, otp: code, ...extra },
      });
    // Bound to its purpose: asked as a sign-in it is a challenge that never was.
    expect(told(await as({ purpose: "sign_in" }))).toBe("400 invalid_otp");
    const proved = await as({ purpose });
    expect([proved.status, proved.body]).toEqual([200, { status: "ok", challenge_id: challengeId, purpose }]);
  });
});

describe("a session", () => {
  it("reads and changes its user, refreshes, lists devices, and ends", async () => {
    const user = await signIn(app, tenant.test, "session@example.com");
    const { accessToken: token } = user;
    const session = { id: user.sessionId, created_at: TIME, amr: ["otp", "email"] };
    const me = await call(app, "GET", "/api/auth/me", { token });
    expect([me.status, me.body]).toEqual([200, { user: userOf("session@example.com"), session }]);

    const change = { name: "Ada Lovelace", locale: "en-GB", metadata: { theme: "dark", nested: { on: true } } };
    const changed = await call(app, "PATCH", "/api/auth/me", { token, body: change });
    expect(changed.body).toMatchObject({ user: change, session });
    const kept = await call(app, "PATCH", "/api/auth/me", { token, body: { name: null } });
    expect(kept.body).toMatchObject({ user: { ...change, name: null } });
    expect((await call(app, "GET", "/api/auth/me", { token })).body).toEqual(kept.body);

    const second = await signIn(app, tenant.test, "session@example.com");
    const list = await call(app, "GET", "/api/auth/sessions?limit=1", { token });
    expect(list.body).toEqual({
      data: [
        {
          id: second.sessionId,
          created_at: TIME,
          last_used_at: TIME,
          expires_at: TIME,
          amr: ["otp", "email"],
          user_agent: null,
          current: false,
        },
      ],
      next_cursor: expect.any(String),
    });
    const next = await call(app, "GET", `/api/auth/sessions?limit=1&cursor=${list.body.next_cursor}`, { token });
    expect(next.body).toMatchObject({ data: [{ id: user.sessionId, current: true }], next_cursor: null });
    const foreign = await signIn(app, tenant.test, "other@example.com");
    const theirs = { token: foreign.accessToken };
    const crossed = await call(app, "GET", `/api/auth/sessions?cursor=${list.body.next_cursor}`, theirs);
    expect(told(crossed)).toBe("400 invalid_request");

    expect((await call(app, "DELETE", `/api/auth/sessions/${second.sessionId}`, { token })).status).toBe(204);
    expect(told(await call(app, "DELETE", `/api/auth/sessions/${second.sessionId}`, { token }))).toBe("404 not_found");
    expect(told(await call(app, "GET", "/api/auth/me", { token: second.accessToken }))).toBe("401 invalid_token");

    const refresh = { session_id: user.sessionId, refresh_token: user.refreshToken };
    const fresh = await call(app, "POST", "/api/auth/refresh", { body: refresh });
    expect(fresh.body).toMatchObject({
      access_token: JWT,
      is_new_user: false,
      device_token: expect.stringMatching(/^np_dt_/),
    });
    expect(Object.keys(fresh.body)).toEqual(Object.keys(tokensOf("")));

    const out = await call(app, "POST", "/api/auth/logout", { token });
    expect([out.status, out.body]).toEqual([204, {}]);
    expect(told(await call(app, "GET", "/api/auth/me", { token }))).toBe("401 invalid_token");
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: refresh }))).toBe("401 invalid_token");
  });

  it("ends with its refresh token alone, or all at once, and asks who it is otherwise", async () => {
    const [one, two] = [
      await signIn(app, tenant.test, "out@example.com"),
      await signIn(app, tenant.test, "out@example.com"),
    ];
    const logout = (asking: object) => call(app, "POST", "/api/auth/logout", asking);
    expect(told(await logout({}))).toBe("401 missing_authorization");
    expect(told(await logout({ body: { all: true } }))).toBe("401 missing_authorization");
    expect(told(await logout({ body: { session_id: one.sessionId } }))).toBe("400 invalid_request");
    const pair = { session_id: one.sessionId, refresh_token: one.refreshToken };
    expect(told(await logout({ body: pair }))).toBe("204");
    expect(told(await call(app, "GET", "/api/auth/me", { token: one.accessToken }))).toBe("401 invalid_token");
    const three = await signIn(app, tenant.test, "out@example.com");
    expect(told(await logout({ token: two.accessToken, body: { all: true } }))).toBe("204");
    for (const { accessToken } of [two, three]) {
      expect(told(await call(app, "GET", "/api/auth/me", { token: accessToken }))).toBe("401 invalid_token");
    }
  });

  it("is introspected by a secret key, and is nothing but inactive once it has ended", async () => {
    const user = await signIn(app, tenant.test, "asked@example.com");
    const ask = () =>
      call(app, "POST", "/api/auth/introspect", { key: tenant.test.secret, body: { token: user.accessToken } });
    expect((await ask()).body).toEqual({
      active: true,
      token_type: "access_token",
      iss: `http://localhost:3000/e/${tenant.test.environmentId}`,
      sub: user.id,
      aud: tenant.test.environmentId,
      client_id: tenant.test.environmentId,
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: expect.any(String),
      sid: user.sessionId,
      auth_time: expect.any(Number),
      amr: ["otp", "email"],
      role: "user",
      email: "asked@example.com",
      email_verified: true,
      tenants: [],
    });
    // RFC 7662, 2.1: libraries say what they think it is.
    const hinted = { token: user.accessToken, token_type_hint: "refresh_token" };
    const asked = await call(app, "POST", "/api/auth/introspect", { key: tenant.test.secret, body: hinted });
    expect(asked.body).toEqual((await ask()).body);
    await call(app, "POST", "/api/auth/logout", { token: user.accessToken });
    expect(JSON.stringify((await ask()).body)).toBe('{"active":false}');
    for (const token of ["", "a.b.c", user.refreshToken]) {
      const body = { token };
      const answered = await call(app, "POST", "/api/auth/introspect", { key: tenant.test.secret, body });
      expect(answered.body).toEqual({ active: false });
    }
  });
});

describe("identifiers", () => {
  it("are added by code and removed, but for the last verified one", async () => {
    const user = await signIn(app, tenant.test, "first@example.com");
    const { accessToken: token } = user;
    const added = await call(app, "POST", "/api/auth/me/identifiers", { token, body: { phone: "+14155550101" } });
    expect(added.body).toMatchObject({ status: "ok", challenge_id: UUID, channel: "sms", preview_code: "123456" });
    // The code signs nobody in: it is for this purpose and this user.
    const challenge_id = added.body.challenge_id;
    const misused = { key: tenant.test.secret, body: { challenge_id, otp: "123456" } };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", misused))).toBe("400 invalid_otp");
    const other = await signIn(app, tenant.test, "second@example.com");
    const path = "/api/auth/me/identifiers/verify";
    const stolen = { token: other.accessToken, body: { challenge_id, otp: "123456" } };
    expect(told(await call(app, "POST", path, stolen))).toBe("400 invalid_otp");
    const verified = await call(app, "POST", path, { token, body: { challenge_id, otp: "123 456" } });
    expect(verified.body).toMatchObject({
      user: { identifiers: [{ value: "first@example.com" }, { value: "+14155550101", verified_at: TIME }] },
      session: { id: user.sessionId },
    });
    const remove = (id: string) => call(app, "DELETE", `/api/auth/me/identifiers/${id}`, { token });
    expect(told(await remove(user.identifierId))).toBe("204");
    expect(told(await remove(user.identifierId))).toBe("404 not_found");
    const me = await call(app, "GET", "/api/auth/me", { token });
    const last = JSON.stringify(me.body).match(/"identifiers":\[\{"id":"([^"]+)"/)?.[1] ?? "";
    expect(told(await remove(last))).toBe("409 conflict");
  });
});
