import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Asking, call, countRows, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  // What is counted stands still: nothing drains.
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
});

afterAll(() => app.close());

/** Asks, and checks that nothing was written and nothing was sent, whatever the answer. */
async function harmless(method: string, path: string, asking: Asking): Promise<Record<string, unknown>> {
  const before = await countRows(app);
  const answered = await call(app, method, path, asking);
  await app.deps.settle();
  expect(await countRows(app)).toEqual(before);
  expect(answered.headers.get("content-type")).toBe("application/problem+json");
  expect(answered.body.request_id).toBe(answered.headers.get("x-request-id"));
  return { told: told(answered), detail: answered.body.detail, paths: pathsOf(answered.body.errors) };
}

function pathsOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors.map((error: { path: string }) => error.path) : undefined;
}

const CHALLENGE = "019a9d8e-0000-7000-8000-000000000001";

describe("request-otp", () => {
  const ask = (body: unknown) => harmless("POST", "/api/auth/request-otp", { key: tenant.test.publishable, body });

  it.each([
    [{}, "email required"],
    [{ email: "" }, "email required"],
    [{ phone: "" }, "phone required"],
    [{ channel: "sms" }, "phone required"],
  ])("names the identifier that is missing: %j", async (body, detail) => {
    expect(await ask(body)).toMatchObject({ told: "400 identifier_required", detail });
  });

  it.each([
    "ada",
    "ada@",
    "@example.com",
    "ada@localhost",
    "ada@@example.com",
    "ada@example.com,eve@example.com",
    "ada@example.com\r\nBcc: eve@example.com",
    '"ada@evil.example"@example.com',
    "ada＠example.com",
    "ada@example。com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(250)}.com`,
  ])("refuses an address that is none: %j", async (email) => {
    expect(await ask({ email })).toMatchObject({ told: "400 invalid_email", detail: "Invalid email address" });
  });

  it.each(["12345", "+1", "+999123456789", "+1415555", "0041 44 668 18 00", "tel:+14155550123", `+1${"5".repeat(60)}`])(
    "refuses a number that is none: %j",
    async (phone) => {
      expect(await ask({ phone })).toMatchObject({ told: "400 invalid_phone", detail: "Invalid phone number" });
    },
  );

  it.each<[unknown, string[]]>([
    [{ email: ["ada@example.com", "eve@example.com"] }, ["email"]],
    [{ email: { value: "ada@example.com" } }, ["email"]],
    [{ email: null }, ["email"]],
    [{ email: true }, ["email"]],
    [{ phone: 14155550123 }, ["phone"]],
    [{ email: "ada@example.com", phone: "+14155550123" }, ["phone"]],
    [{ challenge_id: "42" }, ["challenge_id"]],
    [{ challenge_id: CHALLENGE, email: "ada@example.com" }, ["challenge_id"]],
    [{ email: "ada@example.com", username: "ada" }, ["username"]],
    [{ email: "ada@example.com", tenant_id: "acme" }, ["tenant_id"]],
    [{ email: "ada@example.com", environment_id: CHALLENGE, user_id: CHALLENGE }, ["environment_id", "user_id"]],
    [{ email: "ada@example.com", channel: "pigeon" }, ["channel"]],
    [{ email: "ada@example.com", purpose: "payment" }, ["purpose"]],
    [{ email: "ada@example.com", locale: "../../etc" }, ["locale"]],
    [{ email: "ada@example.com", context: { ip: "203.0.113.9" } }, ["context"]],
    [{ email: "ada@example.com", metadata: { plan: "pro" } }, ["metadata"]],
    [[{ email: "ada@example.com" }], [""]],
  ])("refuses what it does not know, and says where: %j", async (body, paths) => {
    expect(await ask(body)).toMatchObject({ told: "400 invalid_request", paths });
  });

  it("refuses an Idempotency-Key that is none, and sends nothing", async () => {
    const refused = { told: "400 invalid_request", paths: ["Idempotency-Key"] };
    for (const key of ["", "k".repeat(256), "a\tb", "clé"]) {
      const headers = { "idempotency-key": key };
      const asking = { key: tenant.test.secret, body: { email: "ada@example.com" }, headers };
      expect(await harmless("POST", "/api/auth/request-otp", asking)).toMatchObject(refused);
    }
  });

  it("answers 404 for a challenge that never was", async () => {
    expect(await ask({ challenge_id: CHALLENGE })).toMatchObject({ told: "404 not_found" });
  });

  it("refuses what a secret key may send, when it is wrong", async () => {
    const key = tenant.test.secret;
    const send = (extra: object) =>
      harmless("POST", "/api/auth/request-otp", { key, body: { email: "ada@example.com", ...extra } });
    expect(await send({ context: { ip: "300.1.1.1" } })).toMatchObject({ paths: ["context.ip"] });
    expect(await send({ context: { ip: "203.0.113.9", port: 1 } })).toMatchObject({ paths: ["context.port"] });
    expect(await send({ metadata: { note: "x".repeat(5000) } })).toMatchObject({ paths: ["metadata"] });
    expect(await send({ metadata: [] })).toMatchObject({ paths: ["metadata"] });
  });
});

describe("verify-otp", () => {
  const ask = (body: unknown) => harmless("POST", "/api/auth/verify-otp", { key: tenant.test.secret, body });

  it.each([
    [{}, "email and otp required"],
    [{ phone: "" }, "phone and otp required"],
    [{ otp: "123456" }, "email required"],
    [{ email: "ada@example.com" }, "email and otp required"],
    [{ phone: "+14155550100", otp: "" }, "phone and otp required"],
    [{ challenge_id: CHALLENGE }, "otp required"],
  ])("names what is missing: %j", async (body, detail) => {
    expect(await ask(body)).toMatchObject({ told: "400 identifier_required", detail });
  });

  it.each<[unknown, string[]]>([
    [{ email: "ada@example.com", otp: 123456789 }, ["otp"]],
    [{ email: "ada@example.com", otp: ["123456789"] }, ["otp"]],
    [{ challenge_id: CHALLENGE, otp: "1".repeat(65) }, ["otp"]],
    [{ challenge_id: CHALLENGE, otp: "123456789", transport: "cookie" }, ["transport"]],
    [{ challenge_id: "nonsense", otp: "123456789" }, ["challenge_id"]],
    [{ email: "ada@example.com", otp: "123456789", username: "ada" }, ["username"]],
  ])("refuses what it does not know: %j", async (body, paths) => {
    expect(await ask(body)).toMatchObject({ told: "400 invalid_request", paths });
  });

  it("judges nothing for a challenge that never was", async () => {
    const answered = await ask({ challenge_id: CHALLENGE, otp: "123456789" });
    expect(answered).toMatchObject({ told: "400 invalid_otp", detail: "Invalid OTP" });
  });
});

describe("refresh", () => {
  it("fails with 401 invalid_token whatever the pair looks like, and refuses other fields and types", async () => {
    const ask = (body: unknown) => harmless("POST", "/api/auth/refresh", { body });
    const { sessionId: session_id, refreshToken: refresh_token, accessToken, deviceToken } = user;
    const pairs = [
      {},
      { session_id },
      { refresh_token },
      { session_id, refresh_token: "" },
      { session_id: "nonsense", refresh_token },
      { session_id: CHALLENGE, refresh_token },
      { session_id, refresh_token: accessToken },
      { session_id, refresh_token: deviceToken },
      { session_id, refresh_token: "x".repeat(10_000) },
    ];
    for (const pair of pairs) expect(await ask(pair)).toMatchObject({ told: "401 invalid_token" });
    expect(await ask({ session_id, refresh_token, transport: "cookie" })).toMatchObject({ paths: ["transport"] });
    expect(await ask({ session_id, refresh_token: 5 })).toMatchObject({ paths: ["refresh_token"] });
  });
});

describe("every body", () => {
  const paths = ["/api/auth/request-otp", "/api/auth/verify-otp", "/api/signup", "/api/signup/verify"];
  const send = (path: string, raw: BodyInit, headers: Record<string, string> = {}) =>
    harmless("POST", path, { key: tenant.test.secret, raw, headers });

  describe.each(paths)("%s", (path) => {
    it.each([
      ["NUL", '{"email":"ada\\u0000@example.com"}', ["email"]],
      ["a lone surrogate", '{"email":"\\ud800@example.com"}', ["email"]],
      ["a member twice", '{"email":"ada@example.com","email":"eve@example.com"}', ["email"]],
      ["__proto__", '{"email":"ada@example.com","__proto__":{"a":1}}', [""]],
      ["seventeen levels", `{"email":${"[".repeat(16)}${"]".repeat(16)}}`, [""]],
      ["no JSON", "email=ada@example.com", [""]],
      ["half of JSON", '{"email":"ada@example.com"', [""]],
      ["a bare value", '"ada@example.com"', [""]],
    ])("refuses %s", async (_, raw, where) => {
      expect(await send(path, raw)).toMatchObject({ told: "400 invalid_request", paths: where });
    });

    it("refuses bytes that are not UTF-8", async () => {
      const raw = new Uint8Array([...Buffer.from('{"email":"'), 0xff, ...Buffer.from('"}')]);
      expect(await send(path, raw)).toMatchObject({ told: "400 invalid_request" });
    });

    it("refuses one byte more than 64 KiB, and other types than JSON", async () => {
      const large = `{"email":"${"a".repeat(65_536 - 11)}"}`;
      expect(large).toHaveLength(65_537);
      expect(await send(path, large)).toMatchObject({ told: "413 body_too_large" });
      const form = { "content-type": "application/x-www-form-urlencoded" };
      expect(await send(path, "email=ada@example.com", form)).toMatchObject({ told: "415 unsupported_media_type" });
    });
  });
});

describe("addresses and methods", () => {
  it.each([
    ["GET", "/api/auth/request-otp", "POST"],
    ["PUT", "/api/auth/request-otp", "POST"],
    ["OPTIONS", "/api/auth/request-otp", "POST"],
    ["POST", "/api/auth/me", "GET, HEAD, PATCH"],
    ["DELETE", "/api/auth/sessions", "GET, HEAD"],
    ["GET", `/api/auth/sessions/${CHALLENGE}`, "DELETE"],
    ["POST", "/api/health", "GET, HEAD"],
  ])("answers 405 to %s %s, with what is allowed", async (method, path, allow) => {
    const response = await app.ask(path, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
  });

  it.each(["/api", "/api/", "/api/nothing/here", "/api/auth", "/api/auth/me/", "/api/auth//me", "/api/v2/auth/me"])(
    "answers 404 as a problem to %s",
    async (path) => {
      for (const method of ["GET", "POST"]) {
        const answered = await call(app, method, path, { token: user.accessToken });
        expect(told(answered)).toBe("404 not_found");
      }
    },
  );

  it("answers HEAD as GET, without the body", async () => {
    const head = await app.ask("/api/health", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it.each(["nonsense", "%00", "..%2F..%2Fhealth", "1e999", CHALLENGE.toUpperCase()])(
    "answers 404 for an id that names nothing: %s",
    async (id) => {
      for (const path of [`/api/auth/sessions/${id}`, `/api/auth/me/identifiers/${id}`]) {
        expect(await harmless("DELETE", path, { token: user.accessToken })).toMatchObject({ told: "404 not_found" });
      }
    },
  );

  it("refuses query parameters that it does not know, and every key in an address", async () => {
    const { accessToken: token } = user;
    const at = (path: string) => harmless("GET", path, { token });
    expect(await at("/api/auth/me?verbose=1")).toMatchObject({ told: "400 invalid_request", paths: ["verbose"] });
    expect(await at("/api/auth/sessions?limit=0")).toMatchObject({ paths: ["limit"] });
    expect(await at("/api/auth/sessions?limit=101")).toMatchObject({ paths: ["limit"] });
    expect(await at("/api/auth/sessions?limit=1&limit=2")).toMatchObject({ paths: ["limit"] });
    expect(await at("/api/auth/sessions?cursor=garbage")).toMatchObject({ paths: ["cursor"] });
    const inUrl = `/api/auth/request-otp?api_key=${tenant.test.secret}`;
    expect(await harmless("POST", inUrl, { body: { email: "ada@example.com" } })).toMatchObject({
      told: "400 invalid_request",
    });
  });

  it("does not take over a client's request id, and makes a new one each time", async () => {
    const headers = { "x-request-id": "req_mine" };
    const [first, second] = [await app.ask("/api/health/live", { headers }), await app.ask("/api/health/live")];
    expect(first.headers.get("x-request-id")).toMatch(/^req_[0-9a-z]{24}$/);
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"));
  });
});
