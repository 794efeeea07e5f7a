import { createSecretKey } from "node:crypto";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

const PUBLISHED_FIRST_SECONDS = 310;

let app: TestApp;
let tenant: Tenant;
let users = 0;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});
afterAll(() => app.close());

const admin = (method: string, path: string, body?: object) =>
  call(app, method, path, { key: tenant.test.secret, ...(body && { body }) });
const rotate = (body: object) => admin("POST", "/api/admin/signing-keys", body);
const newToken = async () => (await signIn(app, tenant.test, `user${++users}@example.com`)).accessToken;
const me = async (token: string) => told(await call(app, "GET", "/api/auth/me", { token }));

async function jwks(): Promise<JSONWebKeySet> {
  const response = await app.ask(`/e/${tenant.test.environmentId}/.well-known/jwks.json`);
  return response.json();
}

async function choose(algorithm: string) {
  const { version } = (await admin("GET", "/api/admin/config")).body;
  const answered = await admin("PUT", "/api/admin/config", { version, settings: { tokens: { algorithm } } });
  app.clock.advance(6);
  return answered;
}

/** The token's algorithm, if an independent library verifies it by the JWKS. */
async function verifiedBy(token: string, keys: JSONWebKeySet): Promise<string> {
  const at = app.clock.now();
  const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), { typ: "at+jwt", currentDate: at });
  return protectedHeader.alg;
}

describe("the algorithm of an environment's tokens", () => {
  it.each(["EdDSA", "RS256", "ES256"])("is %s where that is set, and every token before it stays good", async (alg) => {
    const before = await newToken();
    expect(told(await choose(alg))).toBe("200");
    const token = await newToken();
    expect(await verifiedBy(token, await jwks())).toBe(alg);
    expect([await me(token), await me(before)]).toEqual(["200", "200"]);
  });

  it("is HS256 only for who holds the secret, which is shown once and never in the JWKS", async () => {
    const refused = await choose("HS256");
    expect(told(refused)).toBe("400 invalid_request");
    expect(JSON.stringify(refused.body.errors)).toContain("/api/admin/signing-keys");
    const made = await rotate({ algorithm: "HS256", at_once: true });
    expect(made.status).toBe(201);
    const secret = Buffer.from(String(made.body.secret), "base64url");
    expect(secret).toHaveLength(32);
    expect(told(await choose("HS256"))).toBe("200");
    const token = await newToken();
    expect(await me(token)).toBe("200");
    const { payload } = await jwtVerify(token, createSecretKey(secret), { currentDate: app.clock.now() });
    expect(payload.aud).toBe(tenant.test.environmentId);
    expect(JSON.stringify(await jwks())).not.toContain(decodeProtectedHeader(token).kid);
    expect(JSON.stringify((await admin("GET", "/api/admin/signing-keys")).body)).not.toContain(made.body.secret);
    expect(told(await choose("ES256"))).toBe("200");
  });

  it("cannot be chosen by whoever brings a token", async () => {
    const token = await newToken();
    const [, payload, signature] = token.split(".");
    for (const key of (await jwks()).keys) {
      if (key.kid === decodeProtectedHeader(token).kid) continue;
      const header = Buffer.from(JSON.stringify({ alg: key.alg, typ: "at+jwt", kid: key.kid })).toString("base64url");
      expect(await me(`${header}.${payload}.${signature}`)).toBe("401 invalid_token");
    }
  });
});

describe("a new signing key", () => {
  it("is shown before it signs, and no token is refused at any time", async () => {
    const old = await newToken();
    const made = await rotate({});
    expect(made.body).toMatchObject({ algorithm: "ES256", state: "upcoming" });
    expect(made.body.secret).toBeUndefined();
    const shown = await jwks();
    expect(shown.keys.map(({ kid }) => kid)).toContain(made.body.kid);
    const meanwhile = await newToken();
    expect(decodeProtectedHeader(meanwhile).kid).toBe(decodeProtectedHeader(old).kid);
    app.clock.advance(PUBLISHED_FIRST_SECONDS);
    const after = await newToken();
    expect(decodeProtectedHeader(after).kid).toBe(made.body.kid);
    // A reader that read the JWKS before the first use has seen the key.
    expect(await verifiedBy(after, shown)).toBe("ES256");
    for (const token of [old, meanwhile, after]) expect(await me(token)).toBe("200");
    app.clock.advance(86_400 + PUBLISHED_FIRST_SECONDS);
    expect((await jwks()).keys.map(({ kid }) => kid)).not.toContain(decodeProtectedHeader(old).kid);
  });

  it("signs at once where the old one must not sign once more", async () => {
    const made = await rotate({ at_once: true });
    expect(made.body.state).toBe("current");
    expect(decodeProtectedHeader(await newToken()).kid).toBe(made.body.kid);
  });

  it("is made once for a request that is repeated, and its secret is not shown again", async () => {
    const asking = {
      key: tenant.test.secret,
      headers: { "idempotency-key": "rotate-1" },
      body: { algorithm: "HS256" },
    };
    const first = await call(app, "POST", "/api/admin/signing-keys", asking);
    const second = await call(app, "POST", "/api/admin/signing-keys", asking);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.kid).toBe(first.body.kid);
    expect([typeof first.body.secret, second.body.secret]).toEqual(["string", undefined]);
  });

  it("of an unknown algorithm, or asked for by a publishable key, is not made", async () => {
    expect(told(await rotate({ algorithm: "none" }))).toBe("400 invalid_request");
    const asking = { key: tenant.test.publishable, body: {} };
    expect(told(await call(app, "POST", "/api/admin/signing-keys", asking))).toBe("403 forbidden");
  });
});
