import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertApiKeys } from "@/db/queries/api-keys";
import { readMember, requestMemberCode, signInMember } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import { listApiKeys, newKeyRow, newKeyText } from "@/lib/keys";
import { startApp, type TestApp } from "@/tests/support/app";
import { openSql } from "@/tests/support/sql";
import {
  call,
  type EnvironmentKeys,
  signIn,
  signUp,
  signUpCode,
  type Tenant,
  told,
  type User,
} from "@/tests/support/tenants";

const [oldRoot, newRoot] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0).reverse()) await app.close();
});

async function start(env: Record<string, string>): Promise<TestApp> {
  const app = await startApp({ drain: false, env });
  apps.push(app);
  return app;
}

/** Another start of the same installation: the same database, with the configuration changed. */
function restart(first: TestApp, env: Record<string, string>): Promise<TestApp> {
  return start({ DATABASE_URL: first.deps.env.databaseUrl ?? "", ...env });
}

const me = (app: TestApp, user: User) => call(app, "GET", "/api/auth/me", { token: user.accessToken });
const refresh = (app: TestApp, sessionId: string, refreshToken: string) =>
  call(app, "POST", "/api/auth/refresh", { body: { session_id: sessionId, refresh_token: refreshToken } });
const Refreshed = z.object({ refresh_token: z.string() });
const bytesOf = (refreshToken: string) => Buffer.from(refreshToken.slice("np_rt_".length), "base64url");
const keyIdOf = (refreshToken: string) => bytesOf(refreshToken).readUInt16BE(36);
const generationOf = (refreshToken: string) => bytesOf(refreshToken).readUInt32BE(32);

/** The lane that a request with that device's token is counted in: '' for anybody. */
async function laneOf(app: TestApp, tenant: Tenant, user: User, email: string): Promise<string> {
  const body = { email, device_token: user.deviceToken };
  const { challenge_id } = (await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body })).body;
  const sql = await openSql(app.deps.env.databaseUrl ?? "");
  const [row] = await sql.rows<{ lane: string }>("SELECT encode(lane, 'hex') AS lane FROM challenges WHERE id = $1", [
    challenge_id,
  ]);
  await sql.close();
  return row?.lane ?? "none";
}

/** How many values are kept encrypted under each root: a root's id is their first four bytes. */
async function rootsInUse(app: TestApp): Promise<Record<string, number>> {
  const sql = await openSql(app.deps.env.databaseUrl ?? "");
  const rows = await sql.rows<{ root: string; values: number }>(`
    SELECT ('x' || encode(substring(sealed FROM 1 FOR 4), 'hex'))::bit(32)::int AS root, count(*)::int AS values
    FROM (SELECT private_key_encrypted FROM signing_keys UNION ALL SELECT publishable_key_encrypted FROM api_keys) s (sealed)
    WHERE sealed IS NOT NULL GROUP BY 1`);
  await sql.close();
  return Object.fromEntries(rows.map(({ root, values }) => [root, values]));
}

/** More publishable keys than are re-encrypted in one go. */
async function addPublishableKeys({ deps }: TestApp, tenant: Tenant, count: number): Promise<void> {
  const { environmentId } = tenant.live;
  const rows = Array.from({ length: count }, (_, at) => {
    const key = newKeyText(deps.random, "live", "publishable");
    const limits = { kind: null, expiresAt: null, allowedOrigins: [], allowedIps: [] };
    return newKeyRow(deps, {
      environmentId,
      key,
      name: `Key ${at}`,
      type: "publishable",
      createdBy: "test",
      ...limits,
    });
  });
  await insertApiKeys(deps.db.orm, rows);
}

/** The texts of an environment's publishable keys, as its list in the dashboard shows them. */
async function publishableKeys({ deps }: TestApp, { environmentId }: EnvironmentKeys): Promise<string[]> {
  const environment = await environmentOf(deps, environmentId);
  if (!environment) throw new Error("No environment");
  const page = { limit: 1_000, cursor: null };
  const { data } = await listApiKeys(deps, { environment, actor: { type: "system" }, client: null }, page);
  return data.flatMap(({ key }) => key ?? []);
}

async function jwks(app: TestApp, { test }: Tenant): Promise<unknown> {
  return (await call(app, "GET", `/e/${test.environmentId}/.well-known/jwks.json`)).body;
}

describe("a raised RESTORE_EPOCH", () => {
  it("ends everything that a restored backup could bring back: sessions, refresh tokens, devices, members and codes", async () => {
    const before = await start({ SECRET_KEY: oldRoot });
    const tenant = await signUp(before, "owner@acme.dev");
    const user = await signIn(before, tenant.test, "ada@example.com");
    const client = { ip: null, userAgent: null, requestId: "req_test" };
    const { challengeId } = await requestMemberCode(before.deps, client, { email: "owner@acme.dev" });
    const otp = await signUpCode(before, "owner@acme.dev");
    const { memberSessionId } = await signInMember(before.deps, client, { challengeId, otp });
    await call(before, "POST", "/api/signup", { body: { email: "new@globex.dev" } });
    const pending = await signUpCode(before, "new@globex.dev");

    const after = await restart(before, { SECRET_KEY: oldRoot, RESTORE_EPOCH: "1" });
    expect(told(await me(after, user))).toBe("401 invalid_token");
    expect(told(await refresh(after, user.sessionId, user.refreshToken))).toBe("401 invalid_token");
    expect(await laneOf(after, tenant, user, "ada@example.com")).toBe("");
    expect(await readMember(after.deps, memberSessionId)).toBeNull();
    const stale = await call(after, "POST", "/api/signup/verify", { body: { email: "new@globex.dev", otp: pending } });
    expect(told(stale)).toBe("400 invalid_otp");

    // It ends what was, not the service: people, keys and signing keys are the same, and new codes work.
    const again = await signIn(after, tenant.test, "ada@example.com");
    expect(again.id).toBe(user.id);
    expect(told(await me(after, again))).toBe("200");
    await call(after, "POST", "/api/signup", { body: { email: "new@globex.dev" } });
    const fresh = { email: "new@globex.dev", otp: await signUpCode(after, "new@globex.dev") };
    expect((await call(after, "POST", "/api/signup/verify", { body: fresh })).status).toBe(201);
    // And what the raised epoch began is nothing to a process that was left on the old one.
    expect(told(await me(before, again))).toBe("401 invalid_token");
    expect(told(await refresh(before, again.sessionId, again.refreshToken))).toBe("401 invalid_token");
  });
});

describe("a rotation of the root secret", () => {
  it("breaks nothing: all of them verify, the first signs", async () => {
    const before = await start({ SECRET_KEYS: `1:${oldRoot}` });
    const tenant = await signUp(before, "owner@acme.dev");
    const user = await signIn(before, tenant.test, "ada@example.com");
    await call(before, "POST", "/api/signup", { body: { email: "new@globex.dev" } });
    const pending = await signUpCode(before, "new@globex.dev");
    expect(keyIdOf(user.refreshToken)).toBe(1);

    const after = await restart(before, { SECRET_KEYS: `2:${newRoot},1:${oldRoot}` });
    expect(told(await me(after, user))).toBe("200");
    expect(await laneOf(after, tenant, user, "ada@example.com")).toMatch(/^[0-9a-f]{32}$/);
    // A code on its way at the time of the rotation still works, and its mail can still be read.
    expect(await signUpCode(after, "new@globex.dev")).toBe(pending);
    const verified = await call(after, "POST", "/api/signup/verify", {
      body: { email: "new@globex.dev", otp: pending },
    });
    expect(verified.status).toBe(201);

    // Old and new processes run side by side for a while: each seals with its own root, so that sessions move to the new
    // one, and the child is of the same generation whichever answers.
    const child = Refreshed.parse((await refresh(after, user.sessionId, user.refreshToken)).body).refresh_token;
    const repeated = Refreshed.parse((await refresh(before, user.sessionId, user.refreshToken)).body).refresh_token;
    expect(keyIdOf(child)).toBe(2);
    expect(generationOf(repeated)).toBe(generationOf(child));
    expect(told(await refresh(after, user.sessionId, repeated))).toBe("200");

    const fresh = await signIn(after, tenant.test, "bea@example.com");
    expect(keyIdOf(fresh.refreshToken)).toBe(2);
    expect(told(await me(after, fresh))).toBe("200");
    expect(told(await refresh(after, fresh.sessionId, fresh.refreshToken))).toBe("200");
    // Who is counted under which name has not changed either: the known user is known.
    expect((await signIn(after, tenant.test, "ada@example.com")).id).toBe(user.id);
  });

  it("ends the tokens of a root secret that is not listed any more", async () => {
    const before = await start({ SECRET_KEYS: `2:${newRoot},1:${oldRoot}` });
    const tenant = await signUp(before, "owner@acme.dev");
    const user = await signIn(before, tenant.test, "ada@example.com");
    const older = await restart(before, { SECRET_KEYS: `1:${oldRoot}` });
    expect(told(await refresh(older, user.sessionId, user.refreshToken))).toBe("401 invalid_token");
  });

  it("ends with a root secret that nothing needs any more, however many processes began it at once", async () => {
    const before = await start({ SECRET_KEYS: `1:${oldRoot}` });
    const tenant = await signUp(before, "owner@acme.dev");
    const user = await signIn(before, tenant.test, "ada@example.com");
    const keys = await jwks(before, tenant);
    await addPublishableKeys(before, tenant, 250);
    const listed = await publishableKeys(before, tenant.live);
    expect(await rootsInUse(before)).toEqual({ 1: 3 + 2 + 250 });

    const both = { SECRET_KEYS: `2:${newRoot},1:${oldRoot}` };
    await Promise.all([restart(before, both), restart(before, both), restart(before, both)]);
    expect(await rootsInUse(before)).toEqual({ 2: 3 + 2 + 250 });

    const after = await restart(before, { SECRET_KEYS: `2:${newRoot}` });
    expect(await jwks(after, tenant)).toEqual(keys);
    expect(told(await me(after, user))).toBe("200");
    expect((await signIn(after, tenant.test, "ada@example.com")).id).toBe(user.id);
    expect(await publishableKeys(after, tenant.test)).toEqual([tenant.test.publishable]);
    expect(await publishableKeys(after, tenant.live)).toEqual(listed);
  });

  it("leaves alone what no listed root opens, and takes it up once that root is listed again", async () => {
    const before = await start({ SECRET_KEYS: `1:${oldRoot}` });
    const tenant = await signUp(before, "owner@acme.dev");
    const other = randomBytes(32).toString("base64");
    const tooEarly = await restart(before, { SECRET_KEYS: `3:${other},2:${newRoot}` });
    expect(await rootsInUse(before)).toEqual({ 1: 3 + 2 });
    expect(tooEarly.log.filter((line) => line.includes("a stored key could not be re-encrypted"))).toHaveLength(3 + 2);

    const mended = await restart(before, { SECRET_KEYS: `3:${other},1:${oldRoot}` });
    expect(await rootsInUse(before)).toEqual({ 3: 3 + 2 });
    expect(told(await me(mended, await signIn(mended, tenant.test, "ada@example.com")))).toBe("200");
  });
});
