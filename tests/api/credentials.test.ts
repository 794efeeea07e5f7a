import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let user: User;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
});

afterAll(() => app.close());

const body = { email: "ada@example.com" };
const keysPath = "/api/admin/customers/me/api-keys";

/** Makes a key in the tenant's environment of that kind. */
async function makeKey(kind: "test" | "live", input: object): Promise<{ id: string; key: string }> {
  const made = await call(app, "POST", keysPath, { key: tenant[kind].secret, body: { name: "made", ...input } });
  return z.object({ id: z.string(), key: z.string() }).parse(made.body);
}

const askCode = (asking: object) => call(app, "POST", "/api/auth/request-otp", { body, ...asking });

describe("a key", () => {
  it("goes in X-API-Key, or in Authorization by its prefix", async () => {
    const { publishable, secret } = tenant.test;
    expect(told(await askCode({ key: publishable }))).toBe("200");
    expect(told(await askCode({ token: secret }))).toBe("200");
    expect(told(await askCode({ key: secret, token: secret }))).toBe("200");
    expect(told(await askCode({ key: secret, token: user.accessToken }))).toBe("200");
  });

  it("is missed with 401 missing_authorization", async () => {
    const answered = await askCode({});
    expect(told(answered)).toBe("401 missing_authorization");
    expect(answered.body.detail).toBe("Missing authorization header");
    expect(answered.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is refused with 401 invalid_api_key when it is none, whatever it looks like", async () => {
    const { secret, publishable } = tenant.test;
    const last = secret.endsWith("a") ? "b" : "a";
    const wrong = [
      "nonsense",
      "np_test_sk_",
      `${secret.slice(0, -1)}${last}`,
      secret.toUpperCase(),
      secret.replace("np_test_", "np_live_"),
      `${secret} `.repeat(40).trim(),
      `${secret}, ${publishable}`,
      "' OR 1=1 --",
    ];
    for (const key of wrong) expect(told(await askCode({ key }))).toBe("401 invalid_api_key");
    expect(told(await askCode({ key: secret, token: publishable }))).toBe("401 invalid_api_key");
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer a b", "np_test_sk", "Bearer a.b.c", "é"]) {
      expect(told(await askCode({ headers: { authorization } }))).toBe("401 invalid_api_key");
    }
  });

  it("ends when it is revoked, and at its time", async () => {
    const revoked = await makeKey("test", { type: "secret" });
    expect(told(await askCode({ key: revoked.key }))).toBe("200");
    const path = `${keysPath}/${revoked.id}`;
    expect(told(await call(app, "DELETE", path, { key: tenant.test.secret }))).toBe("204");
    expect(told(await call(app, "DELETE", path, { key: tenant.test.secret }))).toBe("204");
    expect(told(await askCode({ key: revoked.key }))).toBe("401 invalid_api_key");

    const expires_at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const expiring = await makeKey("test", { type: "secret", expires_at });
    expect(told(await askCode({ key: expiring.key }))).toBe("200");
    app.clock.advance(61);
    expect(told(await askCode({ key: expiring.key }))).toBe("401 invalid_api_key");
  });

  it("of the publishable type is 403 where a secret one is needed", async () => {
    const key = tenant.test.publishable;
    for (const [method, path, sent] of [
      ["GET", keysPath, undefined],
      ["POST", keysPath, { name: "x", type: "secret" }],
      ["POST", "/api/auth/introspect", { token: user.accessToken }],
      ["GET", "/api/test/messages", undefined],
    ] as const) {
      expect(told(await call(app, method, path, { key, body: sent }))).toBe("403 forbidden");
    }
  });

  it("of the secret type never comes from a browser", async () => {
    for (const origin of ["https://app.acme.dev", "null", "http://localhost:3000"]) {
      expect(told(await askCode({ key: tenant.test.secret, headers: { origin } }))).toBe("403 origin_not_allowed");
    }
  });

  it("of kind web comes from its origins alone, in live; in test an empty list means any", async () => {
    const at = (key: string, origin?: string) => askCode({ key, headers: origin === undefined ? {} : { origin } });
    expect(told(await at(tenant.test.publishable, "https://anything.example"))).toBe("200");
    expect(told(await at(tenant.live.publishable, "https://anything.example"))).toBe("403 origin_not_allowed");
    expect(told(await at(tenant.live.publishable))).toBe("403 origin_not_allowed");
    const allowed_origins = ["https://app.acme.dev"];
    const listed = await makeKey("live", { type: "publishable", kind: "web", allowed_origins });
    expect(told(await at(listed.key, "https://app.acme.dev"))).toBe("400 channel_unavailable");
    expect(told(await at(listed.key, "https://app.acme.dev:8443"))).toBe("403 origin_not_allowed");
    const native = await makeKey("live", { type: "publishable", kind: "app" });
    expect(told(await at(native.key))).toBe("400 channel_unavailable");
  });

  it("with a list of addresses comes from these alone", async () => {
    const { key } = await makeKey("test", { type: "secret", allowed_ips: ["198.51.100.0/24", "2001:db8::/32"] });
    expect(told(await askCode({ key, ip: "198.51.100.7" }))).toBe("200");
    expect(told(await askCode({ key, ip: "2001:db8:ffff::1" }))).toBe("200");
    expect(told(await askCode({ key, ip: "203.0.113.1" }))).toBe("403 ip_not_allowed");
    expect(told(await askCode({ key, ip: "198.51.100.7, 203.0.113.1" }))).toBe("403 ip_not_allowed");
  });

  it("is shown once: no list has it, and no log line", async () => {
    const made = await makeKey("test", { type: "secret" });
    const list = await call(app, "GET", `${keysPath}?limit=100`, { key: tenant.test.secret });
    expect(JSON.stringify(list.body)).not.toContain(made.key);
    expect(list.body.data).toContainEqual(expect.objectContaining({ id: made.id, type: "secret", kind: null }));
    expect(app.log.join("\n")).not.toContain(made.key);
    expect(app.log.join("\n")).not.toContain(tenant.test.secret);
  });

  it("shows when it was used last, to the minute, and nothing of uses that were refused", async () => {
    const made = await makeKey("test", { type: "secret" });
    const lastUse = async () => {
      await app.deps.settle();
      const { body } = await call(app, "GET", `${keysPath}?limit=100`, { key: tenant.test.secret });
      const rows = z.array(z.object({ id: z.string(), last_used_at: z.string().nullable() })).parse(body.data);
      return Date.parse(rows.find(({ id }) => id === made.id)?.last_used_at ?? "");
    };
    expect(await lastUse()).toBeNaN();
    await askCode({ key: made.key, headers: { origin: "https://evil.example" } });
    expect(await lastUse()).toBeNaN();
    await askCode({ key: made.key });
    const first = await lastUse();
    expect(Math.abs(first - app.clock.now().getTime())).toBeLessThan(60_000);
    await askCode({ key: made.key });
    expect(await lastUse()).toBe(first);
    app.clock.advance(61);
    await askCode({ key: made.key });
    expect(await lastUse()).toBeGreaterThan(first + 60_000);
  });

  it("is limited when it is guessed, and a good one does not wait for the guesses", async () => {
    beginWindow(app, 60);
    const ip = "198.51.100.66";
    const guesses = await Promise.all(Array.from({ length: 200 }, () => askCode({ key: "np_test_sk_guess", ip })));
    const refused = guesses.filter(({ status }) => status === 429);
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(120);
    expect(refused).toHaveLength(80);
    expect(refused[0]?.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect(refused[0]?.headers.get("ratelimit")).toMatch(/^"keys\.unknown";r=0;t=\d+$/);
    expect(refused[0]?.headers.get("ratelimit-policy")).toBe('"keys.unknown";q=120;w=60');
    expect(told(await askCode({ key: tenant.test.secret, ip }))).toBe("200");
    expect(told(await askCode({ key: "np_test_sk_guess", ip: "198.51.100.67" }))).toBe("401 invalid_api_key");
  });
});

describe("an access token", () => {
  const me = (asking: object) => call(app, "GET", "/api/auth/me", asking);

  it("says whose it is without a key, and a key sent along must fit", async () => {
    const token = user.accessToken;
    expect(told(await me({ token }))).toBe("200");
    expect(told(await me({ token, key: tenant.test.publishable }))).toBe("200");
    expect(told(await me({ token, key: tenant.live.secret }))).toBe("401 invalid_token");
    expect(told(await me({ token, key: other.test.secret }))).toBe("401 invalid_token");
    expect(told(await me({ token, key: "np_test_sk_nonsense" }))).toBe("401 invalid_api_key");
  });

  it("is missed, and refused, with 401", async () => {
    expect(told(await me({}))).toBe("401 missing_authorization");
    expect(told(await me({ key: tenant.test.secret }))).toBe("401 missing_authorization");
    for (const authorization of [
      "Basic YTpi",
      "Bearer",
      "Bearer a.b.c",
      "Bearer ..",
      "Bearer a",
      "é",
      "Bearer a b c",
    ]) {
      const answered = await me({ headers: { authorization } });
      expect(told(answered)).toBe("401 invalid_token");
      expect(answered.body.detail).toBe("Invalid or expired token");
    }
    expect(told(await me({ token: user.refreshToken }))).toBe("401 invalid_token");
    expect(told(await me({ token: tenant.test.secret }))).toBe("401 invalid_token");
    expect(told(await me(operator))).toBe("401 invalid_token");
  });

  it("is no key: it opens nothing that takes one", async () => {
    expect(told(await askCode({ token: user.accessToken }))).toBe("401 invalid_api_key");
    expect(told(await askCode({ key: user.accessToken }))).toBe("401 invalid_api_key");
    expect(told(await call(app, "GET", keysPath, { token: user.accessToken }))).toBe("401 invalid_api_key");
  });
});

describe("the operator's key", () => {
  it("opens what is the operator's, and nothing of a customer's app", async () => {
    expect(told(await call(app, "GET", "/api/health/egress", operator))).toBe("200");
    expect(told(await call(app, "GET", "/api/test/messages", operator))).toBe("200");
    expect(told(await askCode(operator))).toBe("401 invalid_api_key");
  });

  it("is asked for, and nothing else passes for it", async () => {
    const egress = (asking: object) => call(app, "GET", "/api/health/egress", asking);
    expect(told(await egress({}))).toBe("401 missing_authorization");
    expect(told(await egress({ token: "np_op_for_the_tests_only_0123456788" }))).toBe("401 invalid_token");
    expect(told(await egress({ token: "" }))).toBe("401 invalid_token");
    expect(told(await egress({ key: tenant.test.secret }))).toBe("403 forbidden");
    expect(told(await egress({ token: user.accessToken }))).toBe("401 invalid_token");
  });

  it("names the environment whose keys it lists", async () => {
    const { customerId, test } = tenant;
    const list = (customer: string, query = "") =>
      call(app, "GET", `/api/admin/customers/${customer}/api-keys${query}`, operator);
    expect(told(await list(customerId))).toBe("400 invalid_request");
    expect(told(await list(customerId, `?environment_id=${test.environmentId}`))).toBe("200");
    expect(told(await list("me", `?environment_id=${test.environmentId}`))).toBe("404 not_found");
    expect(told(await list(other.customerId, `?environment_id=${test.environmentId}`))).toBe("404 not_found");
  });
});

describe("a suspended customer", () => {
  it("is refused with every credential, within the five seconds that a cache may know less", async () => {
    const gone = await signUp(app, "owner@gone.dev");
    const theirs = await signIn(app, gone.test, "ada@example.com");
    const at = { name: "test_suspend", text: "UPDATE customers SET suspended_at = now() WHERE id = $1" };
    await app.deps.db.run(at, [gone.customerId]);
    app.clock.advance(6);
    for (const key of [gone.test.secret, gone.test.publishable]) {
      expect(told(await askCode({ key }))).toBe("403 customer_suspended");
    }
    const refresh = { session_id: theirs.sessionId, refresh_token: theirs.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: refresh }))).toBe("401 invalid_token");
    const me = await call(app, "GET", "/api/auth/me", { token: theirs.accessToken });
    expect(["401 invalid_token", "403 customer_suspended"]).toContain(told(me));
  });
});

describe("hosts", () => {
  it("that do not serve the API answer 404, to everything", async () => {
    const apart = await startApp({ env: { API_HOSTS: "api.example.com" } });
    try {
      const at = (host: string) => apart.ask("/api/health/live", { headers: { host } });
      expect((await at("api.example.com")).status).toBe(200);
      expect((await at("api.example.com:443")).status).toBe(200);
      expect((await at("app.example.com")).status).toBe(404);
      expect((await apart.ask("/api/health/live", { headers: { "x-forwarded-host": "api.example.com" } })).status).toBe(
        404,
      );
    } finally {
      await apart.close();
    }
  });

  it("of the dashboard alone still have an issuer's keys, at the address that its tokens name", async () => {
    const env = { APP_URL: "https://auth.example.com", API_HOSTS: "api.example.com", APP_HOSTS: "auth.example.com" };
    const apart = await startApp({ env });
    try {
      const at = (host: string): Pick<TestApp, "ask"> => ({
        ask: (path, { headers, ...init } = {}) => {
          const all = new Headers(headers);
          all.set("host", host);
          return apart.ask(path, { ...init, headers: all });
        },
      });
      const api = at("api.example.com");
      const { test } = await signUp(api, "owner@acme.dev");
      const { accessToken } = await signIn(api, test, "ada@example.com");
      const { iss } = decodeJwt(accessToken);
      expect(iss).toBe(`https://auth.example.com/e/${test.environmentId}`);
      const documents = `/e/${test.environmentId}/.well-known`;
      const metadata = await call(at("auth.example.com"), "GET", `${documents}/openid-configuration`);
      expect(metadata.body).toMatchObject({
        issuer: iss,
        jwks_uri: `${iss}/.well-known/jwks.json`,
        introspection_endpoint: "https://api.example.com/api/auth/introspect",
      });
      expect(told(await call(at("auth.example.com"), "GET", `${documents}/jwks.json`))).toBe("200");
      expect(told(await call(at("elsewhere.example"), "GET", `${documents}/jwks.json`))).toBe("404 not_found");
      const me = (host: string) => call(at(host), "GET", "/api/auth/me", { token: accessToken });
      expect([told(await me("api.example.com")), told(await me("auth.example.com"))]).toEqual(["200", "404 not_found"]);
    } finally {
      await apart.close();
    }
  });
});
