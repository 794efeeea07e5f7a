import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, requestCode, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("sign-up", () => {
  it("answers everybody alike, and shows four keys once", async () => {
    const start = (email: string) =>
      call(app, "POST", "/api/signup", { body: { email, company: "Fresh", name: "Fay" } });
    for (const email of ["fresh@example.com", "owner@acme.dev", "fresh@example.com"]) {
      const started = await start(email);
      expect([started.status, started.body]).toEqual([202, { status: "ok" }]);
    }
    const verify = async (email: string) =>
      call(app, "POST", "/api/signup/verify", { body: { email, otp: await signUpCode(app, email) } });
    const fresh = await verify("fresh@example.com");
    expect(fresh.status).toBe(201);
    expect(fresh.body).toEqual({
      customer: { id: UUID, name: "Fresh" },
      project: { id: UUID, slug: expect.stringMatching(/^fresh/), name: "Fresh" },
      api_keys: expect.arrayContaining(
        ["test", "live"].flatMap((environment) =>
          ["publishable", "secret"].map((type) => ({
            environment,
            environment_id: UUID,
            type,
            key: expect.stringMatching(new RegExp(`^np_${environment}_${type === "secret" ? "sk" : "pk"}_`)),
          })),
        ),
      ),
    });
    expect(fresh.body.api_keys).toHaveLength(4);
    const known = await verify("owner@acme.dev");
    expect([known.status, known.body]).toMatchObject([200, { customer: { id: tenant.customerId }, api_keys: [] }]);
  });
});

describe("keys", () => {
  it("are made, listed in pages and revoked", async () => {
    const path = `/api/admin/customers/${tenant.customerId}/api-keys`;
    const { secret: key } = tenant.live;
    const body = {
      name: "CI",
      type: "publishable",
      allowed_origins: ["https://app.acme.dev"],
      allowed_ips: ["10.0.0.0/8"],
    };
    const made = await call(app, "POST", path, { key, body });
    const shown = {
      id: UUID,
      name: "CI",
      type: "publishable",
      kind: "web",
      hint: expect.stringMatching(/^np_live_pk_…/),
      created_at: TIME,
      created_by: expect.stringMatching(/^key:/),
      scopes: null,
      last_used_at: null,
      last_used_ip: null,
      last_used_agent: null,
      requests_24h: 0,
      replaces: null,
      replaced_by: null,
      expires_at: null,
      revoked_at: null,
      allowed_ips: ["10.0.0.0/8"],
      allowed_origins: ["https://app.acme.dev"],
    };
    expect([made.status, made.body]).toEqual([201, { ...shown, key: expect.stringMatching(/^np_live_pk_/) }]);
    const first = await call(app, "GET", `${path}?limit=1`, { key });
    expect(first.body).toEqual({ data: [shown], next_cursor: expect.any(String) });
    const rest = await call(app, "GET", `${path}?cursor=${first.body.next_cursor}`, { key });
    // The first two were made together, in no order of theirs.
    const types = expect.arrayContaining(["secret", "publishable"].map((type) => expect.objectContaining({ type })));
    expect(rest.body).toEqual({ data: types, next_cursor: null });
    const ofTest = await call(app, "GET", `${path}?cursor=${first.body.next_cursor}`, { key: tenant.test.secret });
    expect(told(ofTest)).toBe("400 invalid_request");
    expect((await call(app, "DELETE", `${path}/${made.body.id}`, { key })).status).toBe(204);
    const list = await call(app, "GET", path, { key });
    expect(list.body.data).toContainEqual({ ...shown, revoked_at: TIME });
  });

  it.each([
    [{ type: "secret" }, ["name"]],
    [{ name: "x", type: "public" }, ["type"]],
    [{ name: "", type: "secret" }, ["name"]],
    [{ name: "a\u202eb", type: "secret" }, ["name"]],
    [{ name: "x", type: "secret", kind: "web" }, ["kind"]],
    [{ name: "x", type: "secret", allowed_origins: ["https://a.dev"] }, ["allowed_origins"]],
    [
      { name: "x", type: "publishable", allowed_origins: ["https://a.dev/path", "*"] },
      ["allowed_origins.0", "allowed_origins.1"],
    ],
    [{ name: "x", type: "secret", allowed_ips: ["10.0.0.0/33"] }, ["allowed_ips.0"]],
    [{ name: "x", type: "secret", expires_at: "tomorrow" }, ["expires_at"]],
    [{ name: "x", type: "secret", expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
    [{ name: "x", type: "secret", scopes: ["*"] }, ["scopes.0"]],
    [{ name: "x", type: "secret", environment_id: "y", id: "z" }, ["environment_id", "id"]],
  ])("are refused where something does not fit: %j", async (body, paths) => {
    const key = tenant.test.secret;
    const answered = await call(app, "POST", "/api/admin/customers/me/api-keys", { key, body });
    expect(told(answered)).toBe("400 invalid_request");
    expect(answered.body.errors).toEqual(paths.map((path) => ({ path, message: expect.any(String) })));
  });
});

describe("sign-ups at once", () => {
  it("of one company's name all end well, each with an address of its own", async () => {
    const emails = Array.from({ length: 20 }, (_, at) => `twin${at}@twins.dev`);
    const codes = await Promise.all(
      emails.map(async (email) => {
        await call(app, "POST", "/api/signup", { body: { email, company: "Twins & Co" } });
        return { email, otp: await signUpCode(app, email) };
      }),
    );
    const ended = await Promise.all(codes.map((body) => call(app, "POST", "/api/signup/verify", { body })));
    expect(ended.map(told)).toEqual(emails.map(() => "201"));
    expect(new Set(ended.map(({ body }) => JSON.stringify(body.project))).size).toBe(emails.length);
  });
});

describe("the Mailbox", () => {
  it("shows a test environment's messages, newest first, and waits for one", async () => {
    const key = tenant.test.secret;
    const to = "mail@example.com";
    await requestCode(app, key, { email: to });
    await requestCode(app, key, { email: to });
    const { body } = await call(app, "GET", `/api/test/messages?to=${to}&wait=1`, { key });
    const message = {
      id: UUID,
      to,
      channel: "email",
      code: "123456789",
      subject: expect.stringContaining("Acme"),
      text: expect.stringContaining("123"),
      html: expect.stringContaining("<html"),
      created_at: TIME,
    };
    expect(body).toEqual({ data: [message, message] });
    const [newest, older] = z.array(z.object({ created_at: z.string() })).parse(body.data);
    expect(Date.parse(newest?.created_at ?? "")).toBeGreaterThanOrEqual(Date.parse(older?.created_at ?? ""));

    const awaited = call(app, "GET", "/api/test/messages?to=later@example.com&wait=30", { key });
    await requestCode(app, key, { email: "later@example.com" });
    expect((await awaited).body).toMatchObject({ data: [{ to: "later@example.com" }] });
    const none = await call(app, "GET", "/api/test/messages?to=nobody@example.com&wait=1", { key });
    expect(none.body).toEqual({ data: [] });
  });

  it("finds an address and a number whose plus became a blank on the way", async () => {
    const key = tenant.test.secret;
    await requestCode(app, key, { email: "verified+tag@ninepin.test" });
    await requestCode(app, key, { phone: "+14155550109" });
    for (const to of ["verified+tag@ninepin.test", "+14155550109"]) {
      const { body } = await call(app, "GET", `/api/test/messages?to=${to}`, { key });
      expect(body.data).toEqual([expect.objectContaining({ to })]);
    }
  });

  it("belongs to test environments, and to the operator for Ninepin's own mail", async () => {
    expect(told(await call(app, "GET", "/api/test/messages", { key: tenant.live.secret }))).toBe("403 forbidden");
    const own = await call(app, "GET", "/api/test/messages?to=owner@acme.dev", operator);
    expect(own.body.data).toContainEqual(expect.objectContaining({ to: "owner@acme.dev", channel: "email" }));
    expect(told(await call(app, "GET", "/api/test/messages?wait=31", operator))).toBe("400 invalid_request");
  });
});

describe("what anybody may read", () => {
  it("keys and metadata of an environment, to be kept for a while", async () => {
    const { environmentId } = tenant.live;
    const jwks = await call(app, "GET", `/e/${environmentId}/.well-known/jwks.json`);
    expect(jwks.headers.get("cache-control")).toBe("public, max-age=300");
    expect(jwks.body).toEqual({
      keys: [
        {
          kty: "EC",
          use: "sig",
          alg: "ES256",
          kid: expect.stringMatching(/^[\w-]{43}$/),
          crv: "P-256",
          x: expect.any(String),
          y: expect.any(String),
        },
      ],
    });
    const metadata = await call(app, "GET", `/e/${environmentId}/.well-known/openid-configuration`);
    expect(metadata.body).toMatchObject({
      issuer: `http://localhost:3000/e/${environmentId}`,
      jwks_uri: `http://localhost:3000/e/${environmentId}/.well-known/jwks.json`,
      introspection_endpoint: "http://localhost:3000/api/auth/introspect",
    });
    for (const id of ["019a9d8e-0000-7000-8000-0000000000ff", "nonsense"]) {
      expect(told(await call(app, "GET", `/e/${id}/.well-known/jwks.json`))).toBe("404 not_found");
    }
  });

  it("health, with each dependency's state and time", async () => {
    for (const path of ["/api/health", "/api/health/ready"]) {
      const { status, body } = await call(app, "GET", path);
      expect([status, body]).toEqual([
        200,
        { status: "ok", checks: { database: { status: "ok", ms: expect.any(Number) } }, time: TIME },
      ]);
    }
    expect((await call(app, "GET", "/api/health/live")).body).toEqual({ status: "ok", time: TIME });
    expect((await call(app, "GET", "/api/health/egress", operator)).body).toEqual({ data: [] });
  });
});
