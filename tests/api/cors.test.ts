import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quotaHeaders } from "@/lib/http/quota-headers";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, type Asking, call, operator, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

const ACME = "https://app.acme.dev";
const EVIL = "https://evil.example";
const CONSOLE = "https://console.acme.dev";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let webKey: string;
let liveWebKey: string;

async function makeKey(secret: string, input: object): Promise<string> {
  const body = { name: "made", type: "publishable", ...input };
  return String((await call(app, "POST", "/api/admin/customers/me/api-keys", { key: secret, body })).body.key);
}

beforeAll(async () => {
  app = await startApp({ env: { CORS_ORIGINS: CONSOLE } });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
  webKey = await makeKey(tenant.test.secret, { kind: "web", allowed_origins: [ACME] });
  liveWebKey = await makeKey(tenant.live.secret, { kind: "web", allowed_origins: [`${ACME}:8443`] });
});
afterAll(() => app.close());

const admitted = ({ headers }: Answered) => headers.get("access-control-allow-origin");
const ask = (origin: string, asking: Asking = {}) =>
  call(app, "POST", "/api/auth/request-otp", {
    body: { email: "ada@example.com" },
    ...asking,
    headers: { origin, ...asking.headers },
  });

function preflight(origin: string, path = "/api/auth/request-otp", method = "POST"): Promise<Answered> {
  const headers = { origin, "access-control-request-method": method, "access-control-request-headers": "x-api-key" };
  return call(app, "OPTIONS", path, { headers });
}

/** Whatever would let a page in that nobody listed. */
function expectNothing(answered: Answered): void {
  const names = [...answered.headers.keys()].filter((name) => name.startsWith("access-control-"));
  expect(names).toEqual([]);
  expect(answered.headers.get("vary")).toBe("Origin");
}

describe("a preflight", () => {
  it.each([ACME, `${ACME}:8443`, "http://localhost:5173", "http://127.0.0.1:8080", "http://[::1]:3000"])(
    "from an origin that some environment lists, or the developer's own machine, says what may be sent: %s",
    async (origin) => {
      const answered = await preflight(origin);
      expect([answered.status, admitted(answered)]).toEqual([204, origin]);
      expect(answered.headers.get("access-control-allow-methods")).toBe("POST");
      const names = (answered.headers.get("access-control-allow-headers") ?? "").toLowerCase();
      for (const name of ["authorization", "content-type", "idempotency-key", "x-api-key"])
        expect(names).toContain(name);
      expect(answered.headers.get("access-control-max-age")).toBe("600");
      expect(answered.headers.get("access-control-allow-credentials")).toBeNull();
      expect(answered.headers.get("vary")).toBe("Origin");
    },
  );

  it.each([
    EVIL,
    "null",
    "*",
    "https://APP.acme.dev",
    "http://app.acme.dev",
    "https://app.acme.dev:444",
    "https://app.acme.dev.evil.example",
    "https://evil.example/https://app.acme.dev",
    "https://app.acme.dev/",
    "https://sub.app.acme.dev",
    "https://localhost",
    "http://localhost.evil.example",
    "app.acme.dev",
    `https://${"a".repeat(400)}.dev`,
  ])("from any other says nothing: %s", async (origin) => {
    const answered = await preflight(origin);
    expect(answered.status).toBe(204);
    expectNothing(answered);
  });

  it("is answered at every address that there is, and only with its methods", async () => {
    const me = await preflight(ACME, "/api/auth/me", "PATCH");
    expect(me.headers.get("access-control-allow-methods")).toBe("GET, HEAD, PATCH");
    expect((await preflight(ACME, "/api/auth/nothing")).status).toBe(404);
    const plain = await call(app, "OPTIONS", "/api/auth/me", { headers: { origin: ACME } });
    expect(told(plain)).toBe("405 method_not_allowed");
  });

  it("hears at once of a new origin and of one taken away, in the process that changed it", async () => {
    const origin = "https://new.acme.dev";
    expectNothing(await preflight(origin));
    const made = await call(app, "POST", "/api/admin/customers/me/api-keys", {
      key: tenant.test.secret,
      body: { name: "new", type: "publishable", kind: "web", allowed_origins: [origin] },
    });
    expect(admitted(await preflight(origin))).toBe(origin);
    await call(app, "DELETE", `/api/admin/customers/me/api-keys/${made.body.id}`, { key: tenant.test.secret });
    expectNothing(await preflight(origin));
    const set = async (version: number, origins: string[]) =>
      call(app, "PUT", "/api/admin/config", {
        key: tenant.test.secret,
        body: { version, settings: { cors: { origins } } },
      });
    expect(told(await set(0, [origin]))).toBe("200");
    expect(admitted(await preflight(origin))).toBe(origin);
    await set(1, []);
    expectNothing(await preflight(origin));
  });
});

describe("the answer to a page", () => {
  it("may be read where its key lists the origin, without cookies", async () => {
    const answered = await ask(ACME, { key: webKey });
    expect([told(answered), admitted(answered)]).toEqual(["200", ACME]);
    expect(answered.headers.get("access-control-allow-credentials")).toBeNull();
    const exposed = answered.headers.get("access-control-expose-headers") ?? "";
    const quota = quotaHeaders({ name: "quota.daily", limit: 1, remaining: 0, windowSeconds: 1, resetSeconds: 1 });
    for (const name of ["X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy", ...Object.keys(quota)]) {
      expect(exposed.toLowerCase().split(", ")).toContain(name.toLowerCase());
    }
    expect(exposed).not.toContain("CSRF");
    expect(answered.headers.get("vary")).toBe("Origin");
  });

  it("is a refusal that a listed origin may read, and no other", async () => {
    const elsewhere = await ask(`${ACME}:8443`, { key: webKey });
    expect([told(elsewhere), admitted(elsewhere)]).toEqual(["403 origin_not_allowed", `${ACME}:8443`]);
    expect(elsewhere.body.detail).toContain("listed origins");
    const evil = await ask(EVIL, { key: webKey });
    expect(told(evil)).toBe("403 origin_not_allowed");
    expectNothing(evil);
    for (const asking of [{}, { key: "np_test_sk_none" }]) {
      const refused = await ask(ACME, asking);
      expect([refused.status, admitted(refused)]).toEqual([401, ACME]);
      expectNothing(await ask(EVIL, asking));
    }
  });

  it("of another environment is decided by that one", async () => {
    const live = await ask(ACME, { key: liveWebKey });
    expect([told(live), admitted(live)]).toEqual(["403 origin_not_allowed", ACME]);
    const user = await signIn(app, tenant.test, "bea@example.com");
    const me = (origin: string) => call(app, "GET", "/api/auth/me", { token: user.accessToken, headers: { origin } });
    expect(admitted(await me(ACME))).toBe(ACME);
    // Listed, but by live: this user is of test.
    expectNothing(await me(`${ACME}:8443`));
    expectNothing(await me(EVIL));
  });

  it("may be read by any page where a test environment lists none, as its key may be used by any", async () => {
    const answered = await ask("https://preview.other.dev", { key: other.test.publishable });
    expect([told(answered), admitted(answered)]).toEqual(["200", "https://preview.other.dev"]);
    const live = await ask("https://preview.other.dev", { key: other.live.publishable });
    expect(told(live)).toBe("403 origin_not_allowed");
    expectNothing(live);
  });

  it.each([
    "null",
    "file://",
    "https://user:secret@preview.other.dev",
    "https://user@preview.other.dev",
    "capacitor://localhost",
  ])("may not be read by a page of nobody's, although any other may: %s", async (origin) => {
    expectNothing(await ask(origin, { key: other.test.publishable }));
    expectNothing(await preflight(origin));
    expectNothing(await call(app, "GET", "/api/auth/me", { headers: { origin } }));
  });

  it("to a secret key is a refusal that says why", async () => {
    for (const origin of [ACME, EVIL, "null", "http://localhost:5173"]) {
      const answered = await ask(origin, { key: tenant.test.secret });
      expect(told(answered)).toBe("403 origin_not_allowed");
      expect(answered.body.detail).toContain("secret key");
      expect(answered.body.detail).toContain("publishable key");
    }
  });

  it("says nothing of origins to whoever is no page", async () => {
    expectNothing(await call(app, "GET", "/api/health/live"));
    expectNothing(await call(app, "GET", "/api/auth/me"));
  });
});

describe("an origin that the settings list", () => {
  it("counts for every web key of the environment, and for preflights", async () => {
    const origin = "https://settings.acme.dev";
    const key = { key: tenant.live.secret };
    const { body } = await call(app, "GET", "/api/admin/config", key);
    const changed = await call(app, "PUT", "/api/admin/config", {
      ...key,
      body: { version: body.version, settings: { cors: { origins: [origin] } } },
    });
    expect(changed.status).toBe(200);
    app.clock.advance(6);
    expect(admitted(await preflight(origin))).toBe(origin);
    const answered = await ask(origin, { key: tenant.live.publishable });
    expect(told(answered)).not.toBe("403 origin_not_allowed");
    expect(admitted(answered)).toBe(origin);
  });
});

describe("CORS_ORIGINS", () => {
  const keys = "/api/admin/customers/me/api-keys";

  it("may use the dashboard's API with the cookie, and nothing else", async () => {
    const admin = await preflight(CONSOLE, keys);
    expect([admin.status, admitted(admin)]).toEqual([204, CONSOLE]);
    expect(admin.headers.get("access-control-allow-credentials")).toBe("true");
    expect(admin.headers.get("access-control-allow-headers")).toContain("X-CSRF-Token");
    for (const path of ["/api/auth/request-otp", "/api/auth/me", "/api/signup", "/api/test/messages"]) {
      expectNothing(await preflight(CONSOLE, path));
    }
    const refused = await call(app, "GET", keys, { headers: { origin: CONSOLE } });
    expect([told(refused), admitted(refused)]).toEqual(["401 missing_authorization", CONSOLE]);
  });

  it("lets no cookie of the dashboard out to an origin that customers list", async () => {
    const answered = await preflight(ACME, keys);
    expect([admitted(answered), answered.headers.get("access-control-allow-credentials")]).toEqual([ACME, null]);
  });

  it("is any outside production with *, without the cookie", async () => {
    const open = await startApp({ env: { CORS_ORIGINS: "*" } });
    try {
      const headers = { origin: EVIL, "access-control-request-method": "GET" };
      const admin = await call(open, "OPTIONS", keys, { headers });
      expect([admitted(admin), admin.headers.get("access-control-allow-credentials")]).toEqual([EVIL, null]);
      expectNothing(await call(open, "OPTIONS", "/api/auth/me", { headers }));
      for (const origin of ["null", "file://"]) {
        expectNothing(await call(open, "OPTIONS", keys, { headers: { ...headers, origin } }));
      }
      const asOperator = { headers: { ...operator.headers, origin: EVIL } };
      expect((await call(open, "GET", "/api/health/egress", asOperator)).headers.get("vary")).toBe("Origin");
    } finally {
      await open.close();
    }
  });
});
