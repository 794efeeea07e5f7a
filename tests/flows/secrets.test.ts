import { createHash, createHmac, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { listApiKeys } from "@/lib/keys";
import { signingKeysOf } from "@/lib/tokens";
import { startApp } from "@/tests/support/app";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { codeInMail, signUpByMail } from "@/tests/support/mail";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer } from "@/tests/support/races-bundle";
import { dumpDatabase, findSecrets, spellingsOf } from "@/tests/support/secret-search";
import { startServer, type TestServer } from "@/tests/support/server";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Api, call, operator, signIn, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const SECRET_KEY = randomBytes(32).toString("base64");
const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
const SMTP_PASSWORD = `mail-${randomBytes(9).toString("hex")}`;

let database: TestDatabase;
let sql: Sql;
let smtp: SmtpTestServer;
let mailed: TestServer;
let kept: TestServer;
let program: string;

/** Everything that was issued, by name. A code of test mode is public and not among it. */
const issued: Record<string, string> = {
  "the root secret": SECRET_KEY,
  "the operator's key": OPERATOR_KEY,
  "the mail server's password": SMTP_PASSWORD,
};
/** Addresses and numbers, which no log or event may show. */
const people: Record<string, string> = {};
let dump = "";
let log = "";

const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  session_id: z.string(),
  device_token: z.string().nullable(),
});

beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  smtp = await startSmtpServer({ credentials: { user: "ninepin", pass: SMTP_PASSWORD } });
  program = await bundleServer([]);
  const env = { SECRET_KEY, OPERATOR_KEY, LOG_LEVEL: "debug" };
  const mail = { SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>" };
  // One whose mail goes out, and one whose own mail stays in its Mailbox: both on one database.
  mailed = await startServer({ databaseUrl: database.url, program, env: { ...env, ...mail } });
  kept = await startServer({ databaseUrl: database.url, program, env: { ...env, DEV_MODE: "true" } });
  await liveFlow(overHttp(mailed.url));
  await mailboxFlow(overHttp(kept.url));
  await until(async () => (await sql.rows("SELECT FROM outbox")).length === 0);
  await addPrivateKeys();
  dump = await dumpDatabase(sql);
  log = mailed.log() + kept.log();
});
afterAll(async () => {
  await Promise.all([mailed?.stop(), kept?.stop()]);
  rmSync(program, { force: true });
  await smtp.close();
  await sql.close();
  await database.drop();
});

function issueTenant(name: string, { test, live }: Tenant): void {
  issued[`${name}'s test secret key`] = test.secret;
  issued[`${name}'s live secret key`] = live.secret;
  issued[`${name}'s test publishable key`] = test.publishable;
  issued[`${name}'s live publishable key`] = live.publishable;
}

function issueTokens(name: string, body: unknown): z.output<typeof Tokens> {
  const tokens = Tokens.parse(body);
  issued[`${name}'s access token`] = tokens.access_token;
  issued[`${name}'s refresh token`] = tokens.refresh_token;
  if (tokens.device_token) issued[`${name}'s device token`] = tokens.device_token;
  return tokens;
}

/** The whole of a session's life in live, with everything on the way that goes wrong. */
async function liveFlow(api: Api): Promise<void> {
  people.owner = "owner@acme.dev";
  const tenant = await signUpByMail(api, smtp, people.owner);
  issued["the owner's sign-up code"] = await codeInMail(smtp.received.at(-1));
  issueTenant("Acme", tenant);
  const key = tenant.live.secret;
  const created = await call(api, "POST", "/api/admin/customers/me/api-keys", {
    key,
    body: { name: "CI", type: "secret" },
  });
  issued["a key that was made"] = String(created.body.key);

  people.ada = "ada.lovelace@example.com";
  const asked = await call(api, "POST", "/api/auth/request-otp", { key, body: { email: people.ada } });
  const otp = await codeInMail(smtp.received.at(-1));
  issued["Ada's code"] = otp;
  const { challenge_id } = asked.body;
  const verify = (body: object) => call(api, "POST", "/api/auth/verify-otp", { key, body });
  await verify({ challenge_id, otp: "000000000" });
  await verify({ challenge_id, otp, unknown: otp });
  await verify({ challenge_id: otp, otp });
  await verify({ email: `${otp}@example.com`, otp });
  const signedIn = await verify({ challenge_id, otp: otp.replace(/(...)(?!$)/g, "$1-") });
  expect(told(signedIn)).toBe("200");
  const tokens = issueTokens("Ada", signedIn.body);
  await verify({ challenge_id, otp });

  const me = (token: string) => call(api, "GET", "/api/auth/me", { token });
  await me(tokens.access_token);
  await me(`${tokens.access_token}x`);
  const refresh = (refresh_token: string) =>
    call(api, "POST", "/api/auth/refresh", { body: { session_id: tokens.session_id, refresh_token } });
  const second = issueTokens("Ada once more", (await refresh(tokens.refresh_token)).body);
  const third = issueTokens("Ada a third time", (await refresh(second.refresh_token)).body);
  await refresh(`${third.refresh_token}x`);
  await refresh(tokens.refresh_token);
  await me(third.access_token);
  await call(api, "POST", "/api/auth/introspect", { key, body: { token: third.access_token } });
  // Credentials where they do not belong: in the address, in another header, in the path.
  await api.ask(`/api/auth/me?access_token=${third.access_token}`);
  await api.ask(`/api/auth/request-otp?api_key=${key}`, { method: "POST" });
  await api.ask(`/api/auth/sessions/${otp}`, { headers: { authorization: `Bearer ${third.access_token}` } });
  await api.ask(`/api/${key}/${third.refresh_token}`);
  await api.ask("/api/auth/me", { headers: { "user-agent": `Bearer ${third.access_token}`, referer: key } });

  // A provider that refuses, and says the address back.
  people.bea = "bea.arthur@example.com";
  smtp.behave({ at: "data", status: 550 });
  const refused = await call(api, "POST", "/api/auth/request-otp", { key, body: { email: people.bea } });
  expect(told(refused)).toBe("500 delivery_failed");
  issued["a code that was not taken"] = await codeInMail(smtp.delivered.at(-1));
  smtp.behave("accept");
  people.phone = "+14155552671";
  await call(api, "POST", "/api/auth/request-otp", { key, body: { phone: people.phone } });
}

/** Mail that stays in the Mailbox, sealed: Ninepin's own, and live's under DEV_MODE. */
async function mailboxFlow(api: Api): Promise<void> {
  people.globex = "owner@globex.dev";
  const tenant = await signUp(api, people.globex);
  issued["a code in the Mailbox"] = await signUpCode(api, people.globex);
  issueTenant("Globex", tenant);
  people.cleo = "cleo.patra@example.com";
  const key = tenant.live.secret;
  const asked = await call(api, "POST", "/api/auth/request-otp", { key, body: { email: people.cleo } });
  const otp = String(asked.body.preview_code);
  issued["a code that DEV_MODE showed"] = otp;
  const body = { challenge_id: asked.body.challenge_id, otp };
  issueTokens("Cleo", (await call(api, "POST", "/api/auth/verify-otp", { key, body })).body);
  const user = await signIn(api, tenant.test, "dora.explorer@example.com");
  Object.assign(issued, { "Dora's access token": user.accessToken, "Dora's refresh token": user.refreshToken });
  people.dora = "dora.explorer@example.com";
}

/** The private halves of the signing keys, which only this test takes out of their encryption. */
async function addPrivateKeys(): Promise<void> {
  const app = await startApp({ drain: false, env: { DATABASE_URL: database.url, SECRET_KEY } });
  const environments = await sql.rows<{ id: string }>("SELECT id FROM environments");
  for (const { id } of environments) {
    const [key] = await signingKeysOf(app.deps, id);
    const { d } = key?.privateKey.export({ format: "jwk" }) ?? {};
    if (d) {
      issued[`${id}'s private key`] = d;
      issued[`${id}'s private key, in hex`] = Buffer.from(d, "base64url").toString("hex");
    }
  }
  await app.close();
}

describe("after everything has been used once", () => {
  it("something was issued, and the search would find it in any spelling", () => {
    expect(Object.keys(issued).length).toBeGreaterThan(25);
    for (const [name, secret] of Object.entries(issued)) expect([name, secret.length > 8]).toEqual([name, true]);
    const sample = issued["Ada's refresh token"] ?? "";
    const hidden = [
      sample,
      Buffer.from(sample).toString("hex"),
      Buffer.from(`x${sample}y`).toString("base64"),
      Buffer.from(`xy${sample}z`).toString("base64url"),
      Buffer.from(`xyz${sample}`).toString("base64"),
      [...sample].reverse().join(""),
      Buffer.from(sample.slice(6), "base64url").toString("hex"),
    ];
    for (const text of hidden) expect(findSecrets(`… ${text} …`, { sample })).toEqual(["sample"]);
    expect(spellingsOf("123456780").length).toBeGreaterThan(8);
    expect(dump.length).toBeGreaterThan(10_000);
    expect(log.split("\n").length).toBeGreaterThan(30);
    expect(findSecrets(dump, people).length).toBeGreaterThan(0);
  });

  it("no code, token or key is in a dump of the database", () => {
    expect(findSecrets(dump, issued)).toEqual([]);
  });

  it("none is in the logs, and neither is anybody's address or number", () => {
    expect(findSecrets(log, { ...issued, ...people })).toEqual([]);
  });

  it("none is in the body of an event, and neither is anybody's address or number", async () => {
    const events = await sql.rows<{ text: string }>("SELECT type || ' ' || data::text AS text FROM audit_log");
    const text = events.map((event) => event.text).join("\n");
    expect(events.length).toBeGreaterThan(15);
    expect(findSecrets(text, { ...issued, ...people })).toEqual([]);
  });
});

describe("a key in the dashboard", () => {
  it("can be read again where it is publishable, and never where it is secret", async () => {
    const app = await startApp({ drain: false, env: { DATABASE_URL: database.url, SECRET_KEY } });
    const [test] = await sql.rows<{ id: string }>(
      "SELECT id FROM environments WHERE kind = 'test' ORDER BY id LIMIT 1",
    );
    const environment = await environmentOf(app.deps, test?.id ?? "");
    if (!environment) throw new Error("No environment");
    const { data } = await listApiKeys(
      app.deps,
      { environment, actor: { type: "system" }, client: null },
      { limit: 20, cursor: null },
    );
    expect(data.map(({ type, key }) => [type, key])).toEqual(
      data.map(({ type, hint }) => [
        type,
        type === "secret" ? null : expect.stringMatching(new RegExp(`${hint.slice(-4)}$`)),
      ]),
    );
    expect(data.map(({ type }) => type).sort()).toEqual(["publishable", "secret"]);
    await app.close();
  });
});

describe("a dump without the secrets beside it", () => {
  it("holds nothing that would tell a right code from a wrong one, so a million guesses find none", async () => {
    const messages = await sql.rows<{ id: string; challenge_id: string; environment_id: string; nonce: Buffer }>(
      "SELECT id, challenge_id, environment_id, nonce FROM messages",
    );
    const codes = Object.entries(issued).filter(([, secret]) => /^\d{9}$/.test(secret));
    expect(codes.length).toBeGreaterThan(4);
    const found: string[] = [];
    for (const [name, code] of codes) {
      for (const { id, challenge_id, environment_id, nonce } of messages) {
        for (const salt of ["", id, challenge_id, environment_id, nonce, nonce.toString("hex")]) {
          if (hashesOf(code, salt).some((hash) => dump.includes(hash))) found.push(name);
        }
      }
    }
    expect(found).toEqual([]);
  });
});

/** What a code could have been kept as, with what a dump knows for a salt. */
function hashesOf(code: string, salt: string | Buffer): string[] {
  const salted = [
    Buffer.concat([Buffer.from(salt), Buffer.from(code)]),
    Buffer.concat([Buffer.from(code), Buffer.from(salt)]),
  ];
  return ["md5", "sha1", "sha256", "sha512"].flatMap((algorithm) => {
    const digests = salted.map((text) => createHash(algorithm).update(text).digest());
    return [...digests, createHmac(algorithm, salt).update(code).digest()].flatMap((digest) => [
      digest.toString("hex"),
      digest.toString("base64").slice(0, -2),
    ]);
  });
}
