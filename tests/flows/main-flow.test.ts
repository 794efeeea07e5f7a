import { calculateJwkThumbprint, createRemoteJWKSet, decodeProtectedHeader, errors, type JWK, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Api, call, operator, signIn, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";

let database: TestDatabase;
let sql: Sql;
let server: TestServer;
let api: Api;
let tenant: Tenant;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  server = await startServer({ databaseUrl: database.url, env: { OPERATOR_KEY } });
  api = overHttp(server.url);
  tenant = await signUp(api, "owner@acme.dev");
});
afterAll(async () => {
  await server?.stop();
  await sql.close();
  await database.drop();
});

const Requested = z.strictObject({
  status: z.literal("ok"),
  challenge_id: z.uuid(),
  channel: z.literal("email"),
  destination: z.string(),
  code_length: z.literal(9),
  expires_at: z.iso.datetime(),
  resend_after: z.iso.datetime(),
  preview_code: z.string(),
});
const Messages = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.uuid(),
      to: z.string(),
      channel: z.string(),
      code: z.string(),
      subject: z.string(),
      text: z.string(),
      html: z.string(),
      created_at: z.iso.datetime(),
    }),
  ),
});
const Tokens = z.strictObject({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.number(),
  expires_at: z.iso.datetime(),
  refresh_token: z.string().startsWith("np_rt_"),
  session_id: z.uuid(),
  device_token: z.string().startsWith("np_dt_").nullable(),
  is_new_user: z.boolean(),
  user: z.looseObject({ id: z.uuid() }),
});

/** Asks for a code, reads it in the Mailbox and verifies it, as an app's end-to-end test would. */
async function signInByMail(email: string): Promise<z.output<typeof Tokens>> {
  const { secret } = tenant.test;
  const requested = await call(api, "POST", "/api/auth/request-otp", { key: secret, body: { email } });
  const { challenge_id, preview_code } = Requested.parse(requested.body);
  const inbox = await call(api, "GET", `/api/test/messages?to=${encodeURIComponent(email)}&wait=10`, { key: secret });
  const [message] = Messages.parse(inbox.body).data;
  expect(message).toMatchObject({ to: email, channel: "email", code: preview_code });
  expect(message?.text).toContain(preview_code);
  const body = { challenge_id, otp: message?.code };
  const verified = await call(api, "POST", "/api/auth/verify-otp", { key: secret, body });
  expect(verified.status).toBe(200);
  return Tokens.parse(verified.body);
}

const me = (token: string) => call(api, "GET", "/api/auth/me", { token });
const introspect = (token: string) =>
  call(api, "POST", "/api/auth/introspect", { key: tenant.test.secret, body: { token } });
const refresh = (sessionId: string, refreshToken: string) =>
  call(api, "POST", "/api/auth/refresh", { body: { session_id: sessionId, refresh_token: refreshToken } });

/** Lets the grace of a session's last rotation be over, without waiting for it. */
async function endGrace(sessionId: string): Promise<void> {
  await sql.rows("UPDATE sessions SET rotated_at = rotated_at - interval '1 min' WHERE id = $1", [sessionId]);
}

describe("the main job", () => {
  it("a company that signs up has four keys, which work at once", async () => {
    const { test, live } = tenant;
    expect(test.publishable).toMatch(/^np_test_pk_\w{36}$/);
    expect(test.secret).toMatch(/^np_test_sk_\w{36}$/);
    expect(live.publishable).toMatch(/^np_live_pk_\w{36}$/);
    expect(live.secret).toMatch(/^np_live_sk_\w{36}$/);
    expect(test.environmentId).not.toBe(live.environmentId);
    const probe = { body: { token: "nothing" } };
    for (const key of [test.secret, live.secret]) {
      expect((await call(api, "POST", "/api/auth/introspect", { key, ...probe })).body).toEqual({ active: false });
    }
    for (const key of [test.publishable, live.publishable]) {
      expect(told(await call(api, "POST", "/api/auth/introspect", { key, ...probe }))).toMatch(/^403 /);
    }
  });

  it("a code from the Mailbox becomes a session whose token any JWT library can check offline", async () => {
    const tokens = await signInByMail("ada@example.com");
    const { environmentId } = tenant.test;
    const issuer = `${server.url}/e/${environmentId}`;
    const metadata = await call(api, "GET", `/e/${environmentId}/.well-known/openid-configuration`);
    expect(metadata.body).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });

    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const expected = { issuer, audience: environmentId, typ: "at+jwt", algorithms: ["ES256"] };
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, expected);
    const jwk: JWK | undefined = keys.jwks()?.keys[0];
    if (!jwk) throw new Error("The key set is empty");
    expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid: await calculateJwkThumbprint(jwk) });
    expect(jwk).toEqual({ kty: "EC", crv: "P-256", use: "sig", alg: "ES256", kid: jwk.kid, x: jwk.x, y: jwk.y });
    expect(payload).toEqual({
      iss: issuer,
      sub: tokens.user.id,
      aud: environmentId,
      client_id: environmentId,
      exp: Math.floor(Date.parse(tokens.expires_at) / 1000),
      iat: expect.any(Number),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sid: tokens.session_id,
      amr: ["otp", "email"],
      auth_time: expect.any(Number),
      email: "ada@example.com",
      email_verified: true,
      role: "user",
      tenants: [],
      np_env: "test",
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(tokens.expires_in);
    expect(tokens.expires_in).toBe(900);

    // The live environment has keys, an issuer and an audience of its own.
    const live = `${server.url}/e/${tenant.live.environmentId}`;
    const liveKeys = createRemoteJWKSet(new URL(`${live}/.well-known/jwks.json`));
    await expect(jwtVerify(tokens.access_token, liveKeys)).rejects.toThrow(errors.JWKSNoMatchingKey);
    await expect(jwtVerify(tokens.access_token, keys, { ...expected, issuer: live })).rejects.toThrow();
    await expect(
      jwtVerify(tokens.access_token, keys, { ...expected, audience: tenant.live.environmentId }),
    ).rejects.toThrow();
  });

  it("me and introspect say who it is; a second sign-in is the same user, on another device", async () => {
    const tokens = await signInByMail("Bea@Example.com".toLowerCase());
    expect((await me(tokens.access_token)).body).toMatchObject({
      user: {
        id: tokens.user.id,
        identifiers: [{ type: "email", value: "bea@example.com" }],
        role: "user",
        tenants: [],
      },
      session: { id: tokens.session_id, amr: ["otp", "email"] },
    });
    expect((await introspect(tokens.access_token)).body).toMatchObject({
      active: true,
      sub: tokens.user.id,
      sid: tokens.session_id,
      email: "bea@example.com",
    });
    const again = await signInByMail("bea@example.com");
    expect(again).toMatchObject({ is_new_user: false, user: { id: tokens.user.id } });
    expect(again.session_id).not.toBe(tokens.session_id);
    const { body } = await call(api, "GET", "/api/auth/sessions", { token: again.access_token });
    expect(body).toMatchObject({
      data: [
        { id: again.session_id, current: true },
        { id: tokens.session_id, current: false },
      ],
    });
  });

  it("a refresh rotates; the parent gets the same child within the grace, and ends the session after it", async () => {
    const tokens = await signInByMail("cleo@example.com");
    const rotated = Tokens.parse((await refresh(tokens.session_id, tokens.refresh_token)).body);
    expect(rotated.refresh_token).not.toBe(tokens.refresh_token);
    expect(rotated.session_id).toBe(tokens.session_id);
    expect(rotated.device_token).toMatch(/^np_dt_/);
    expect(decodeProtectedHeader(rotated.access_token)).toMatchObject({ typ: "at+jwt" });
    // Two tabs, or an answer that was lost: the same child again.
    const repeated = Tokens.parse((await refresh(tokens.session_id, tokens.refresh_token)).body);
    expect(repeated.refresh_token).toBe(rotated.refresh_token);
    const next = Tokens.parse((await refresh(tokens.session_id, rotated.refresh_token)).body);
    expect(told(await me(next.access_token))).toBe("200");

    await endGrace(tokens.session_id);
    expect(told(await refresh(tokens.session_id, rotated.refresh_token))).toBe("401 invalid_token");
    // Taken for theft: nothing of this session is worth anything any more, to anybody.
    expect(told(await me(next.access_token))).toBe("401 invalid_token");
    expect(told(await me(tokens.access_token))).toBe("401 invalid_token");
    expect((await introspect(next.access_token)).body).toEqual({ active: false });
    expect(told(await refresh(tokens.session_id, next.refresh_token))).toBe("401 invalid_token");
    const [row] = await sql.rows<{ revoked_reason: string }>("SELECT revoked_reason FROM sessions WHERE id = $1", [
      tokens.session_id,
    ]);
    expect(row?.revoked_reason).toBe("reuse");
    const events = await sql.rows<{ data: object }>(
      "SELECT data FROM audit_log WHERE type = 'session.reuse_detected' AND data->>'session_id' = $1 UNION ALL SELECT data FROM outbox WHERE type = 'session.reuse_detected' AND data->>'session_id' = $1",
      [tokens.session_id],
    );
    expect(events).toEqual([
      { data: { session_id: tokens.session_id, user_id: tokens.user.id, successor_used: false } },
    ]);
  });

  it("a token of an older generation is theft too, even within the grace, and the event says that its successor was used", async () => {
    const tokens = await signInByMail("dora@example.com");
    const second = Tokens.parse((await refresh(tokens.session_id, tokens.refresh_token)).body);
    const third = Tokens.parse((await refresh(tokens.session_id, second.refresh_token)).body);
    expect(told(await refresh(tokens.session_id, tokens.refresh_token))).toBe("401 invalid_token");
    expect(told(await me(third.access_token))).toBe("401 invalid_token");
    const [event] = await sql.rows<{ used: boolean }>(
      "SELECT (data->>'successor_used')::boolean AS used FROM (SELECT type, data FROM audit_log UNION ALL SELECT type, data FROM outbox) e WHERE type = 'session.reuse_detected' AND data->>'session_id' = $1",
      [tokens.session_id],
    );
    expect(event?.used).toBe(true);
  });

  it("logout ends this session at once; with all it ends every one of the user's", async () => {
    const [one, two, three] = [
      await signInByMail("eve@example.com"),
      await signInByMail("eve@example.com"),
      await signInByMail("eve@example.com"),
    ];
    expect(told(await call(api, "POST", "/api/auth/logout", { token: one.access_token }))).toBe("204");
    expect(told(await me(one.access_token))).toBe("401 invalid_token");
    expect((await introspect(one.access_token)).body).toEqual({ active: false });
    expect(told(await refresh(one.session_id, one.refresh_token))).toBe("401 invalid_token");
    expect(told(await me(two.access_token))).toBe("200");
    const all = await call(api, "POST", "/api/auth/logout", { token: two.access_token, body: { all: true } });
    expect(told(all)).toBe("204");
    expect(told(await me(two.access_token))).toBe("401 invalid_token");
    expect(told(await me(three.access_token))).toBe("401 invalid_token");
  });

  it("logout needs no access token where a refresh token says which session", async () => {
    const user = await signIn(api, tenant.test, "fay@example.com");
    const body = { session_id: user.sessionId, refresh_token: user.refreshToken };
    expect(told(await call(api, "POST", "/api/auth/logout", { body }))).toBe("204");
    expect(told(await me(user.accessToken))).toBe("401 invalid_token");
    // RFC 7009, 2.2: what is not good any more, or never was, is told nothing else.
    expect(told(await call(api, "POST", "/api/auth/logout", { body }))).toBe("204");
    const unknown = {
      ...body,
      refresh_token: `${user.refreshToken.slice(0, -2)}${user.refreshToken.endsWith("AA") ? "BB" : "AA"}`,
    };
    expect(told(await call(api, "POST", "/api/auth/logout", { body: unknown }))).toBe("204");
  });
});

describe("signing up", () => {
  async function rawSignUp(email: string) {
    const response = await api.ask("/api/signup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email }),
    });
    const headers = [...response.headers].filter(([name]) => !["date", "x-request-id"].includes(name));
    return { status: response.status, text: await response.text(), headers };
  }

  it("is answered byte for byte alike for a member, for a stranger, and for one who asks too often", async () => {
    const known = await rawSignUp("owner@acme.dev");
    const unknown = await rawSignUp("nobody@elsewhere.dev");
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 202, text: '{"status":"ok"}' });
    for (let time = 0; time < 70; time += 1) expect(await rawSignUp("often@elsewhere.dev")).toEqual(known);
  });

  it("again, a member gets no new keys: 200 with none", async () => {
    const email = "owner@acme.dev";
    await call(api, "POST", "/api/signup", { body: { email, company: "Another name" } });
    const otp = await signUpCode(api, email);
    const again = await call(api, "POST", "/api/signup/verify", { body: { email, otp } });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ customer: { id: tenant.customerId, name: "Acme" }, api_keys: [] });
    const spent = await call(api, "POST", "/api/signup/verify", { body: { email, otp } });
    expect(told(spent)).toBe("400 invalid_otp");
    // Whoever names only an address learns nothing about why.
    expect(spent.body).not.toHaveProperty("reason");
  });
});
