import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import { listOperations } from "@/lib/http/openapi";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Browser, signInMemberBrowser } from "@/tests/support/members";
import { call, countRows, operator, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

const OWNER = "owner@acme.dev";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let browser: Browser;
let keys: string;

beforeAll(async () => {
  app = await startApp({ env: { CORS_ORIGINS: "https://console.acme.dev" } });
  tenant = await signUp(app, OWNER);
  other = await signUp(app, "owner@other.dev");
  browser = await signInMemberBrowser(app, OWNER);
  keys = `/api/admin/customers/me/api-keys?environment_id=${tenant.test.environmentId}`;
});
afterAll(() => app.close());

const body = { name: "from the dashboard", type: "secret" };

describe("a member's dashboard session at the admin API", () => {
  it("reads the environment it names, and is handed the token for changes", async () => {
    const answered = await browser.ask("GET", keys);
    expect(told(answered)).toBe("200");
    expect(answered.headers.get("x-csrf-token")).toMatch(/^\d+\.[\w-]{43}$/);
    expect(answered.headers.get("cache-control")).toBe("no-store");
    expect(answered.headers.get("set-cookie")).toBeNull();
  });

  it("changes what its member may, in their name", async () => {
    await browser.ask("GET", keys);
    const made = await browser.ask("POST", keys, { body });
    expect(told(made)).toBe("201");
    expect(made.body.created_by).toMatch(/^member:/);
    const path = keys.replace("?", `/${made.body.id}?`);
    expect(told(await browser.ask("DELETE", path))).toBe("204");
  });

  it("names one of its customer's environments, or nothing that exists", async () => {
    const named = (id: string) => browser.ask("GET", keys.replace(tenant.test.environmentId, id));
    expect(told(await named(tenant.live.environmentId))).toBe("200");
    expect(told(await named(tenant.live.environmentId.toUpperCase()))).toBe("200");
    for (const id of [other.test.environmentId, "019a9d8e-0000-7000-8000-0000000000ff", "nonsense", ""]) {
      expect(told(await named(id))).toBe("404 not_found");
    }
    const none = await browser.ask("GET", "/api/admin/customers/me/api-keys");
    expect([told(none), none.body.errors]).toEqual([
      "400 invalid_request",
      [{ path: "environment_id", message: "A member names it" }],
    ]);
    const theirs = await browser.ask("GET", keys.replace("/me/", `/${other.customerId}/`));
    expect(told(theirs)).toBe("404 not_found");
  });

  it("is good for the admin API alone", async () => {
    const headers = { cookie: browser.cookie, origin: app.deps.env.appUrl };
    const elsewhere: [string, string, number][] = [
      ["POST", "/api/auth/request-otp", 401],
      ["POST", "/api/auth/introspect", 401],
      ["GET", "/api/auth/me", 401],
      ["GET", "/api/test/messages", 401],
      ["GET", "/api/health/egress", 401],
    ];
    for (const [method, path, status] of elsewhere) {
      expect((await call(app, method, path, { headers })).status).toBe(status);
    }
  });

  it("gives way to a key that comes along: the key decides", async () => {
    const headers = { cookie: browser.cookie };
    const theirs = await call(app, "GET", "/api/admin/customers/me/api-keys", { key: other.test.secret, headers });
    expect([told(theirs), theirs.headers.get("x-csrf-token")]).toEqual(["200", null]);
    expect(told(await call(app, "GET", keys, { key: "np_test_sk_none", headers }))).toBe("401 invalid_api_key");
    expect(told(await call(app, "GET", keys, { headers: { ...headers, authorization: "nonsense" } }))).toBe(
      "401 invalid_api_key",
    );
    expect(told(await call(app, "POST", keys, { key: tenant.test.secret, headers, body }))).toBe("201");
    const asOperator = { headers: { ...headers, ...operator.headers } };
    const path = keys
      .replace("/me/", `/${other.customerId}/`)
      .replace(tenant.test.environmentId, other.test.environmentId);
    expect(told(await call(app, "GET", path, asOperator))).toBe("200");
  });
});

describe("a change with a member's cookie", () => {
  it.each<[string, (token: string) => Record<string, string>]>([
    ["without a token", () => ({ "x-csrf-token": "" })],
    ["with a token of nobody", () => ({ "x-csrf-token": `1.${"A".repeat(43)}` })],
    ["with a token of an unknown root", (token) => ({ "x-csrf-token": token.replace(/^\d+/, "77") })],
    ["with a token with a letter more", (token) => ({ "x-csrf-token": `${token}A` })],
    ["from another site", () => ({ origin: "https://evil.example" })],
    ["from a site that is spelt alike", () => ({ origin: "http://localhost:3000.evil.example" })],
    ["from the same host, another port", () => ({ origin: "http://localhost:3001" })],
    ["from a sandboxed frame", () => ({ origin: "null" })],
    ["from nowhere", () => ({ origin: "" })],
  ])("%s changes nothing", async (_, forged) => {
    const token = (await browser.ask("GET", keys)).headers.get("x-csrf-token") ?? "";
    const before = await countRows(app);
    const refused = await browser.ask("POST", keys, { body, headers: forged(token) });
    expect(told(refused)).toBe("403 csrf_failed");
    expect((await countRows(app)).api_keys).toBe(before.api_keys);
  });

  it("takes no token of another session", async () => {
    const second = await signInMemberBrowser(app, OWNER);
    const theirs = (await second.ask("GET", keys)).headers.get("x-csrf-token") ?? "";
    const refused = await browser.ask("POST", keys, { body, headers: { "x-csrf-token": theirs } });
    expect(told(refused)).toBe("403 csrf_failed");
  });

  it("is taken from an origin in CORS_ORIGINS, which may read with the cookie", async () => {
    await browser.ask("GET", keys);
    const origin = "https://console.acme.dev";
    const made = await browser.ask("POST", keys, { body, headers: { origin } });
    expect(told(made)).toBe("201");
    expect(made.headers.get("access-control-allow-origin")).toBe(origin);
    expect(made.headers.get("access-control-allow-credentials")).toBe("true");
    expect(made.headers.get("access-control-expose-headers")).toContain("X-CSRF-Token");
  });

  it("by a viewer is forbidden, and reading is not", async () => {
    const role = async (name: string) => {
      const text = "UPDATE members SET role = $2 WHERE email = $1";
      await app.deps.db.run({ name: "test_role", text }, [OWNER, name]);
    };
    await role("viewer");
    expect(told(await browser.ask("GET", keys))).toBe("200");
    expect(told(await browser.ask("POST", keys, { body }))).toBe("403 forbidden");
    await role("owner");
    expect(told(await browser.ask("POST", keys, { body }))).toBe("201");
  });
});

describe("every operation of the admin API", () => {
  const NOBODY = "019a9d8e-0000-7000-8000-0000000000ff";

  it("takes a member's session, or the operator alone", async () => {
    const operations = (await listOperations(routes)).filter(({ path }) => path.startsWith("/api/admin/"));
    const kinds = new Set(operations.map(({ endpoint }) => endpoint.auth));
    expect([...kinds].filter((kind) => !["admin", "operator", "public"].includes(kind))).toEqual([]);
    for (const { method, path, endpoint } of operations) {
      if (endpoint.auth !== "admin") continue;
      const at = path.replace("{customer}", "me").replace(/\{\w+\}/g, NOBODY);
      await browser.ask("GET", keys);
      const theirs = await browser.ask(method, `${at}?environment_id=${other.test.environmentId}`);
      expect([method, path, told(theirs)]).toEqual([method, path, "404 not_found"]);
      if (method === "GET") continue;
      const forged = { "x-csrf-token": "1.forged" };
      const refused = await browser.ask(method, `${at}?environment_id=${tenant.test.environmentId}`, {
        headers: forged,
      });
      expect([method, path, told(refused)]).toEqual([method, path, "403 csrf_failed"]);
    }
  });
});

/** The text with another character there. Not the last one: its lowest bits may say nothing in base64. */
function otherAt(text: string, at: number): string {
  return `${text.slice(0, at)}${text.at(at) === "A" ? "B" : "A"}${text.slice(at + 1)}`;
}

describe("a session that is none", () => {
  it("is refused, however it is spelt", async () => {
    const user = await signIn(app, tenant.test, "ada@example.com");
    const cookies = [
      "ninepin_member=nonsense",
      `ninepin_member=${user.accessToken}`,
      otherAt(browser.cookie, -10),
      browser.cookie.replace("=1.", "=2."),
    ];
    for (const cookie of cookies) {
      expect(told(await call(app, "GET", keys, { headers: { cookie } }))).toBe("401 invalid_token");
    }
    for (const cookie of ["", "ninepin_member=", "other=1", `__Host-${browser.cookie}`]) {
      expect(told(await call(app, "GET", keys, { headers: { cookie } }))).toBe("401 missing_authorization");
    }
  });

  it("has ended when it is revoked", async () => {
    const second = await signInMemberBrowser(app, OWNER);
    expect(told(await second.ask("GET", keys))).toBe("200");
    const text = "UPDATE member_sessions SET revoked_at = now() WHERE id = $1";
    await app.deps.db.run({ name: "test_revoke", text }, [second.sessionId]);
    expect(told(await second.ask("GET", keys))).toBe("401 invalid_token");
  });
});
