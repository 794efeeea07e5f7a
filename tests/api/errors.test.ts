import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERRORS, type ErrorCode } from "@/lib/core/errors";
import { startApp, type TestApp } from "@/tests/support/app";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import {
  type Answered,
  call,
  countRows,
  requestCode,
  signIn,
  signUp,
  type Tenant,
  told,
} from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const request = (body: object, key = tenant.test.publishable) =>
  call(app, "POST", "/api/auth/request-otp", { key, body });
const verify = (body: object, key = tenant.test.secret) => call(app, "POST", "/api/auth/verify-otp", { key, body });

/** What belongs to features that are not there yet, or needs a fault that other tests make. */
const ELSEWHERE: readonly ErrorCode[] = [
  "csrf_failed",
  // tests/api/sms.test.ts
  "country_not_allowed",
  "idempotency_in_progress",
  "idempotency_mismatch",
  // tests/api/credentials.test.ts
  "customer_suspended",
  "ip_not_allowed",
  // tests/api/bad-input.test.ts
  "body_too_large",
  "unsupported_media_type",
  // tests/api/unavailable.test.ts
  "internal",
  "unavailable",
  // tests/api/twilio-verify.test.ts
  "verification_failed",
];

const CASES: { readonly [Code in ErrorCode]?: () => Promise<Answered> } = {
  identifier_required: () => request({}),
  invalid_email: () => request({ email: "ada@" }),
  invalid_phone: () => request({ phone: "+12" }),
  invalid_request: () => request({ email: 1 }),
  invalid_otp: async () => {
    await requestCode(app, tenant.test.secret, { email: "wrong-code@example.com" });
    return verify({ email: "wrong-code@example.com", otp: "000000000" });
  },
  challenge_required: async () => {
    const body = { name: "native", type: "publishable", kind: "app" };
    const made = await call(app, "POST", "/api/admin/customers/me/api-keys", { key: tenant.live.secret, body });
    return verify({ email: "ada@example.com", otp: "123456789" }, String(made.body.key));
  },
  channel_unavailable: () => request({ email: "ada@example.com" }, tenant.live.secret),
  test_recipient_in_live: () => request({ email: "verified@ninepin.test" }, tenant.live.secret),
  recipient_suppressed: () => request({ email: "blocked@ninepin.test" }),
  missing_authorization: () => call(app, "GET", "/api/auth/me"),
  invalid_token: () => call(app, "GET", "/api/auth/me", { token: "a.b.c" }),
  invalid_api_key: () => request({ email: "ada@example.com" }, "np_test_pk_x"),
  forbidden: () => call(app, "GET", "/api/test/messages", { key: tenant.test.publishable }),
  origin_not_allowed: () => request({ email: "ada@example.com" }, tenant.live.publishable),
  not_found: () => call(app, "GET", "/api/nothing"),
  method_not_allowed: () => call(app, "DELETE", "/api/auth/me"),
  conflict: async () => {
    const user = await signIn(app, tenant.test, "only-one@example.com");
    return call(app, "DELETE", `/api/auth/me/identifiers/${user.identifierId}`, { token: user.accessToken });
  },
  rate_limited: () => request({ email: "limited@ninepin.test" }),
  quota_exceeded: () => request({ phone: "+14155550190" }),
  resend_cooldown: async () => {
    const body = { email: "twice@example.com" };
    await call(live, "POST", "/api/auth/request-otp", { key: liveTenant.live.secret, body });
    return call(live, "POST", "/api/auth/request-otp", { key: liveTenant.live.secret, body });
  },
  locked: async () => {
    await requestCode(app, tenant.test.secret, { email: "locked+1@ninepin.test" });
    return verify({ email: "locked+1@ninepin.test", otp: "123456789" });
  },
  delivery_failed: () => request({ email: "outage@ninepin.test" }),
};

let smtp: SmtpTestServer;
let live: TestApp;
let liveTenant: Tenant;

describe("the table of errors", () => {
  beforeAll(async () => {
    smtp = await startSmtpServer();
    live = await startApp({ env: { SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>" } });
    liveTenant = await signUpByMail(live, smtp, "owner@live.dev");
  });

  afterAll(async () => {
    await live.close();
    await smtp.close();
  });

  it("has a case for every code", () => {
    const covered = [...Object.keys(CASES), ...ELSEWHERE].toSorted();
    expect(covered).toEqual(Object.keys(ERRORS).toSorted());
  });

  it.each(Object.entries(CASES))("answers %s as it is written down", async (code, provoke) => {
    const { status, headers, body } = await provoke();
    const row = Object.entries(ERRORS).find(([name]) => name === code)?.[1];
    expect([status, body.code]).toEqual([row?.status, code]);
    expect(body).toMatchObject({
      type: `http://localhost:3000/docs/errors/${code}`,
      title: row?.title,
      status,
      request_id: headers.get("x-request-id"),
    });
    expect(body.detail).toEqual(expect.stringMatching(/.+/));
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    if (status !== 429) return;
    expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect(headers.get("ratelimit")).toMatch(/^"[\w.]+";r=\d+;t=[1-9]\d*$/);
    expect(headers.get("ratelimit-policy")).toMatch(/^"[\w.]+";q=\d+;w=[1-9]\d*$/);
  });

  it("sends nothing where it refuses to send", async () => {
    const queued = () =>
      app.deps.db.run({ name: "errors_queued", text: "SELECT id FROM outbox WHERE kind = 'message'" }, []);
    const before = await countRows(app);
    for (const email of ["blocked@ninepin.test", "limited@ninepin.test", "quota@ninepin.test", "outage@ninepin.test"]) {
      expect((await request({ email })).status).not.toBe(200);
    }
    await request({ email: "ada@example.com" }, tenant.live.secret);
    const after = await countRows(app);
    expect([after.messages, after.mailbox_messages]).toEqual([before.messages, before.mailbox_messages]);
    expect(await queued()).toEqual([]);
  });
});

describe("invalid_otp", () => {
  it("reads the same for wrong, used, never issued and another's, unless the challenge was named", async () => {
    const email = "same@example.com";
    const never = await verify({ email: "never@example.com", otp: "123456789" });
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email });
    const wrong = await verify({ email, otp: "000000000" });
    expect((await verify({ email, otp: code })).status).toBe(200);
    const used = await verify({ email, otp: code });
    const unknown = await verify({ challenge_id: tenant.test.environmentId, otp: code });
    const foreign = await verify({ challenge_id: challengeId, otp: code }, tenant.live.secret);
    for (const { body } of [never, wrong, used, unknown, foreign]) {
      expect({ ...body, request_id: "" }).toEqual({ ...never.body, request_id: "" });
    }
  });

  it("tells who names the challenge the reason and what is left, down to locked", async () => {
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email: "counted@example.com" });
    const guess = (otp: string) => verify({ challenge_id: challengeId, otp });
    for (const left of [4, 3, 2, 1]) {
      expect((await guess("000000000")).body).toMatchObject({ reason: "incorrect", attempts_remaining: left });
    }
    await guess("000000000");
    const spent = await guess(code);
    expect(told(spent)).toBe("400 invalid_otp");
    expect(spent.body).toMatchObject({ reason: "locked", attempts_remaining: 0 });
  });

  it("says what is left with every reason: nothing, of a challenge that is over", async () => {
    const used = await requestCode(app, tenant.test.secret, { email: "used@example.com" });
    const guess = ({ challengeId, code }: typeof used) => verify({ challenge_id: challengeId, otp: code });
    expect((await guess(used)).status).toBe(200);
    expect((await guess(used)).body).toMatchObject({ reason: "superseded", attempts_remaining: 0 });
    const expired = await requestCode(app, tenant.test.secret, { email: "expired@ninepin.test" });
    expect((await guess(expired)).body).toMatchObject({ reason: "expired", attempts_remaining: 0 });
  });

  it("is said of every id that never was, whatever kind of UUID it is", async () => {
    for (const id of ["11111111-1111-1111-1111-111111111111", "00000000-0000-0000-0000-000000000000"]) {
      const answered = await verify({ challenge_id: id, otp: "123456789" });
      expect([told(answered), answered.body.reason]).toEqual(["400 invalid_otp", undefined]);
      expect(told(await request({ challenge_id: id }))).toBe("404 not_found");
    }
  });

  it("plays the scenario recipients", async () => {
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email: "wrong@ninepin.test" });
    expect((await verify({ challenge_id: challengeId, otp: code })).body.reason).toBe("incorrect");
    const expired = await requestCode(app, tenant.test.secret, { phone: "+14155550121" });
    const late = await verify({ challenge_id: expired.challengeId, otp: expired.code });
    expect(late.body.reason).toBe("expired");
    const locked = await requestCode(app, tenant.test.secret, { email: "locked@ninepin.test" });
    const waiting = await verify({ challenge_id: locked.challengeId, otp: locked.code });
    expect([told(waiting), waiting.headers.get("retry-after")]).toEqual(["429 locked", "900"]);
    const limited = await request({ email: "limited+x@ninepin.test" });
    expect([told(limited), limited.headers.get("retry-after")]).toEqual(["429 rate_limited", "30"]);
  });
});

/** Signs up where mail really leaves. */
async function signUpByMail(on: TestApp, server: SmtpTestServer, email: string): Promise<Tenant> {
  await call(on, "POST", "/api/signup", { body: { email } });
  const raw = server.received.at(-1)?.raw ?? "";
  const otp = /\b\d{9}\b/.exec(raw)?.[0] ?? "";
  const { body } = await call(on, "POST", "/api/signup/verify", { body: { email, otp } });
  const keys = JSON.stringify(body);
  const key = (prefix: string) => new RegExp(`${prefix}[A-Za-z0-9]+`).exec(keys)?.[0] ?? "";
  const of = (kind: string) => ({
    environmentId: "",
    publishable: key(`np_${kind}_pk_`),
    secret: key(`np_${kind}_sk_`),
  });
  return { customerId: "", test: of("test"), live: of("live") };
}
