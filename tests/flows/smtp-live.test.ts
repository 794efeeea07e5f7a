import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertSettings } from "@/db/queries/environments";
import { deriveCode } from "@/lib/otp/code";
import { startApp, type TestApp } from "@/tests/support/app";
import { codeInMail, readMail, signUpByMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Answered, call, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const EMAIL_FROM = "Ninepin <login@mail.ninepin.dev>";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Live = { app: TestApp; sql: Sql; smtp: SmtpTestServer; tenant: Tenant };

/** An installation whose live mail goes to a real mail server; its first company has signed up by that way too. */
async function startLive(env: Readonly<Record<string, string>> = {}): Promise<Live> {
  const smtp = await startSmtpServer();
  closing.push(smtp.close);
  const app = await startApp({ env: { SMTP_URL: smtp.url, EMAIL_FROM, ...env } });
  closing.push(app.close);
  const sql = await openSql(app.deps.env.databaseUrl ?? "");
  closing.push(sql.close);
  return { app, sql, smtp, tenant: await signUpByMail(app, smtp, "owner@acme.dev") };
}

const Requested = z.object({ challenge_id: z.string(), expires_at: z.string() });
const Tokens = z.object({ access_token: z.string(), session_id: z.string(), refresh_token: z.string() });

const ask = (app: TestApp, key: string, body: object) => call(app, "POST", "/api/auth/request-otp", { key, body });
const verify = (app: TestApp, key: string, challenge_id: unknown, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", { key, body: { challenge_id, otp } });

describe("a live environment with a mail server", () => {
  it("sends the code by mail, never in the answer, and it signs in once", async () => {
    const { app, smtp, tenant } = await startLive();
    const { secret, environmentId } = tenant.live;
    const asked = await ask(app, secret, { email: "Ada@Example.com" });
    expect(asked.status).toBe(200);
    expect(Object.keys(asked.body).sort()).toEqual(
      ["challenge_id", "channel", "code_length", "destination", "expires_at", "resend_after", "status"].sort(),
    );
    expect(asked.body).toMatchObject({ channel: "email", destination: "a•••@example.com", code_length: 9 });
    const mail = await readMail(smtp.received.at(-1));
    const code = await codeInMail(smtp.received.at(-1));
    expect(smtp.received.at(-1)).toMatchObject({ to: ["ada@example.com"] });
    expect(mail.subject).toContain(code);
    expect(mail.html?.replace(/<[^>]+>/g, "")).toContain(code);
    expect(code).not.toBe("123456789");
    expect(JSON.stringify(asked.body)).not.toContain(code);

    const { challenge_id } = Requested.parse(asked.body);
    const verified = await verify(
      app,
      secret,
      challenge_id,
      ` ${code.slice(0, 3)}-${code.slice(3, 6)} ${code.slice(6)}`,
    );
    expect(verified.status).toBe(200);
    const { access_token } = Tokens.parse(verified.body);
    const claims = JSON.parse(Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ np_env: "live", aud: environmentId, email: "ada@example.com" });
    expect(told(await verify(app, secret, challenge_id, code))).toBe("400 invalid_otp");
  });

  it("leaves a message that was sent with nothing to do: accepted, and out of the outbox", async () => {
    const { app, sql, tenant } = await startLive();
    await ask(app, tenant.live.secret, { email: "ada@example.com" });
    await app.deps.settle();
    const rows = await sql.rows("SELECT provider, accepted_at IS NOT NULL AS accepted, failed_at FROM messages");
    expect(rows).toEqual([
      { provider: "smtp", accepted: true, failed_at: null },
      { provider: "smtp", accepted: true, failed_at: null },
    ]);
    expect(await sql.rows("SELECT FROM outbox WHERE kind = 'message'")).toEqual([]);
  });

  it.each([
    ["has a moment's trouble", { at: "data", status: 451 }],
    ["refuses the recipient", { at: "rcpt", status: 550 }],
    ["does not know the sender", { at: "mail", status: 530 }],
  ] as const)(
    "says that the code could not be sent, and nothing of why, when the mail server %s",
    async (_, behaviour) => {
      const { app, sql, smtp, tenant } = await startLive();
      smtp.behave(behaviour);
      const asked = await ask(app, tenant.live.secret, { email: "ada@example.com" });
      expect(told(asked)).toBe("500 delivery_failed");
      expect(asked.body.detail).toBe("Failed to send verification code");
      expect(JSON.stringify(asked.body)).not.toMatch(/refused\.example|smtp|127\.0\.0\.1|4\d1|5[35]0/i);
      await app.deps.settle();
      // The caller was told: nothing is sent behind their back later on.
      expect(await sql.rows("SELECT FROM outbox WHERE kind = 'message'")).toEqual([]);
      const [row] = await sql.rows<{ failed: boolean }>(
        "SELECT failed_at IS NOT NULL AS failed FROM messages ORDER BY sent_at DESC LIMIT 1",
      );
      expect(row?.failed).toBe(true);
      smtp.behave("accept");
      app.clock.advance(60);
      expect(told(await ask(app, tenant.live.secret, { email: "ada@example.com" }))).toBe("200");
    },
  );

  it("says no more when there is no mail server to be found", async () => {
    const { app, smtp, tenant } = await startLive();
    await smtp.close();
    const asked = await ask(app, tenant.live.secret, { email: "ada@example.com" });
    expect([told(asked), asked.body.detail]).toEqual(["500 delivery_failed", "Failed to send verification code"]);
  });

  it("has no other channel: each answers channel_unavailable, and writes nothing", async () => {
    const { app, sql, tenant } = await startLive();
    const count = async () => (await sql.rows("SELECT FROM challenges")).length;
    const before = await count();
    const phone = "+14155552671";
    for (const body of [
      { phone },
      { phone, channel: "sms" },
      { phone, channel: "voice" },
      { phone, channel: "whatsapp" },
      { phone, channel: "discord" },
      { phone, channel: "hook" },
      { email: "ada@example.com", channel: "discord" },
      { email: "ada@example.com", channel: "hook" },
    ]) {
      expect(told(await ask(app, tenant.live.secret, body))).toBe("400 channel_unavailable");
    }
    expect(await count()).toBe(before);
  });

  it("has no Mailbox, and a test environment beside it never sends a mail", async () => {
    const { app, smtp, tenant } = await startLive();
    const sent = smtp.received.length;
    expect((await call(app, "GET", "/api/test/messages", { key: tenant.live.secret })).status).toBe(403);
    await ask(app, tenant.test.secret, { email: "ada@example.com" });
    expect((await call(app, "GET", "/api/test/messages", { key: tenant.test.secret })).body).toMatchObject({
      data: [{ to: "ada@example.com" }],
    });
    expect(smtp.received.length).toBe(sent);
  });

  it("takes a code by identifier from a secret key only; a publishable one has to name the challenge", async () => {
    const { app, smtp, tenant } = await startLive();
    const body = { name: "App", type: "publishable", kind: "app" };
    const created = await call(app, "POST", "/api/admin/customers/me/api-keys", { key: tenant.live.secret, body });
    const publishable = String(created.body.key);
    await ask(app, publishable, { email: "ada@example.com" });
    const otp = await codeInMail(smtp.received.at(-1));
    const byIdentifier = (key: string) =>
      call(app, "POST", "/api/auth/verify-otp", { key, body: { email: "ada@example.com", otp } });
    expect(told(await byIdentifier(publishable))).toBe("400 challenge_required");
    expect(told(await byIdentifier(tenant.live.secret))).toBe("200");
  });
});

describe("DEV_MODE", () => {
  /** An installation without a mail server. */
  async function startDev(): Promise<{ app: TestApp; tenant: Tenant }> {
    const app = await startApp({ env: { DEV_MODE: "true" } });
    closing.push(app.close);
    return { app, tenant: await signUp(app, "owner@acme.dev") };
  }

  it("is off unless it is on: without a provider, live has no channel at all", async () => {
    const app = await startApp();
    closing.push(app.close);
    const tenant = await signUp(app, "owner@acme.dev");
    for (const body of [{ email: "ada@example.com" }, { phone: "+14155552671" }]) {
      expect(told(await ask(app, tenant.live.secret, body))).toBe("400 channel_unavailable");
    }
  });

  it("lets live fall back to the Mailbox, and shows the code to secret keys alone", async () => {
    const { app, tenant } = await startDev();
    const bySecret = await ask(app, tenant.live.secret, { email: "ada@example.com" });
    expect(bySecret.status).toBe(200);
    const code = String(bySecret.body.preview_code);
    expect(code).toMatch(/^\d{9}$/);
    expect(code).not.toBe("123456789");
    expect(told(await verify(app, tenant.live.secret, bySecret.body.challenge_id, code))).toBe("200");
    expect((await ask(app, tenant.live.secret, { phone: "+14155552671" })).body.preview_code).toMatch(/^\d{6}$/);

    const body = { name: "App", type: "publishable", kind: "app" };
    const created = await call(app, "POST", "/api/admin/customers/me/api-keys", { key: tenant.live.secret, body });
    const byPublishable = await ask(app, String(created.body.key), { email: "bea@example.com" });
    expect(byPublishable.status).toBe(200);
    expect(byPublishable.body).not.toHaveProperty("preview_code");
  });

  it("takes the provider where there is one, and then shows no code to anybody", async () => {
    const { app, smtp, tenant } = await startLive({ DEV_MODE: "true" });
    const asked = await ask(app, tenant.live.secret, { email: "ada@example.com" });
    expect(asked.status).toBe(200);
    expect(asked.body).not.toHaveProperty("preview_code");
    expect(smtp.received.at(-1)?.to).toEqual(["ada@example.com"]);
  });

  it("off again, the sessions made under it are over, and those made without it are not", async () => {
    const { app: dev, tenant } = await startDev();
    const { body } = await ask(dev, tenant.live.secret, { email: "ada@example.com" });
    const otp = String(body.preview_code);
    const live = Tokens.parse((await verify(dev, tenant.live.secret, body.challenge_id, otp)).body);
    const test = await ask(dev, tenant.test.secret, { email: "ada@example.com" });
    const kept = Tokens.parse((await verify(dev, tenant.test.secret, test.body.challenge_id, "123456789")).body);
    const me = (app: TestApp, token: string) => call(app, "GET", "/api/auth/me", { token });
    expect(told(await me(dev, live.access_token))).toBe("200");

    const off = await startApp({ env: { DATABASE_URL: dev.deps.env.databaseUrl ?? "" } });
    closing.push(off.close);
    expect(told(await me(off, live.access_token))).toBe("401 invalid_token");
    const pair = { session_id: live.session_id, refresh_token: live.refresh_token };
    expect(told(await call(off, "POST", "/api/auth/refresh", { body: pair }))).toBe("401 invalid_token");
    expect(told(await me(off, kept.access_token))).toBe("200");
  });

  it("off again, a code that it showed opens nothing", async () => {
    const { app: dev, tenant } = await startDev();
    const { body } = await ask(dev, tenant.live.secret, { email: "ada@example.com" });
    const off = await startApp({ env: { DATABASE_URL: dev.deps.env.databaseUrl ?? "" } });
    closing.push(off.close);
    const late = await verify(off, tenant.live.secret, body.challenge_id, String(body.preview_code));
    expect(told(late)).toBe("400 invalid_otp");
  });
});

describe("an environment that only knows whom it invited", () => {
  const KNOWN = "known@example.com";
  const UNKNOWN = "unknown@example.com";

  /** A live environment with one user, closed to everybody else. */
  async function startClosed(): Promise<Live> {
    const live = await startLive();
    const { app, smtp, tenant } = live;
    const { body } = await ask(app, tenant.live.secret, { email: KNOWN });
    expect(told(await verify(app, tenant.live.secret, body.challenge_id, await codeInMail(smtp.received.at(-1))))).toBe(
      "200",
    );
    const { environmentId } = tenant.live;
    const settings = { sign_ups: { mode: "invite_only" } };
    await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
    // Longer than any process remembers settings, and than the cooldown after the sign-in.
    app.clock.advance(60);
    return live;
  }

  /** An answer without what differs from one request to the next. */
  const shape = ({ status, body, headers }: Answered) => {
    const { challenge_id, expires_at, resend_after, destination, request_id, ...rest } = body;
    const named = [...headers].filter(([name]) => !["x-request-id", "date"].includes(name));
    return { status, fields: Object.keys(body), rest, named };
  };

  it("answers a stranger like a member of it, and sends the stranger nothing", async () => {
    const { app, smtp, tenant } = await startClosed();
    const before = smtp.received.length;
    const [known, unknown] = [
      await ask(app, tenant.live.secret, { email: KNOWN }),
      await ask(app, tenant.live.secret, { email: UNKNOWN }),
    ];
    expect(shape(unknown)).toEqual(shape(known));
    expect(unknown.body.destination).toBe("u•••@example.com");
    await until(() => smtp.received.length === before + 1);
    await ask(app, tenant.live.secret, { challenge_id: unknown.body.challenge_id });
    await app.deps.settle();
    expect(smtp.received.slice(before).map(({ to }) => to)).toEqual([[KNOWN]]);
    expect(
      told(await verify(app, tenant.live.secret, known.body.challenge_id, await codeInMail(smtp.received.at(-1)))),
    ).toBe("200");
  });

  it("charges both alike, for sends and for guesses, and never lets the stranger's challenge be met", async () => {
    const { app, sql, tenant } = await startClosed();
    const { secret, environmentId } = tenant.live;
    const outcomes: Record<string, unknown[]> = {};
    for (const email of [KNOWN, UNKNOWN]) {
      const seen: unknown[] = [];
      const first = await ask(app, secret, { email });
      seen.push(shape(first), shape(await ask(app, secret, { email })));
      for (let guess = 0; guess < 6; guess += 1) {
        const { status, body } = await verify(app, secret, first.body.challenge_id, "000000000");
        seen.push([status, body.code, body.reason, body.attempts_remaining]);
      }
      for (let send = 0; send < 3; send += 1) {
        app.clock.advance(31);
        seen.push(told(await ask(app, secret, { email })));
      }
      outcomes[email] = seen;
    }
    // The known one had a code more within the hour: the one that signed them in.
    const sends = (email: string) => (outcomes[email] ?? []).slice(-3);
    expect(outcomes[KNOWN]?.slice(0, -3)).toEqual(outcomes[UNKNOWN]?.slice(0, -3));
    expect(sends(KNOWN)).toEqual(["200", "429 rate_limited", "429 rate_limited"]);
    expect(sends(UNKNOWN)).toEqual(["200", "200", "429 rate_limited"]);

    app.clock.advance(3600);
    const { challenge_id } = (await ask(app, secret, { email: UNKNOWN })).body;
    const [message] = await sql.rows<{ id: string; nonce: Buffer; key_id: number; digits: number }>(
      "SELECT id, nonce, key_id, digits FROM messages WHERE challenge_id = $1",
      [challenge_id],
    );
    if (!message) throw new Error("No message");
    const { id: messageId, nonce, key_id: keyId, digits } = message;
    const right = deriveCode(app.deps.keyring, { environmentId, messageId, nonce, keyId, digits }) ?? "";
    const judged = await verify(app, secret, challenge_id, right);
    expect([told(judged), judged.body.reason, judged.body.attempts_remaining]).toEqual([
      "400 invalid_otp",
      "incorrect",
      4,
    ]);
    expect(await sql.rows("SELECT FROM identifiers WHERE value = $1", [UNKNOWN])).toEqual([]);
  });

  it("does not wait for the mail server, and does not say when it is down", async () => {
    const { app, smtp, tenant } = await startClosed();
    smtp.behave("hang-at-greeting");
    const startedAt = performance.now();
    const known = await ask(app, tenant.live.secret, { email: KNOWN });
    expect(known.status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(shape(await ask(app, tenant.live.secret, { email: UNKNOWN }))).toEqual(shape(known));
  });

  it("lets the known be proved something else about, and the installation's own sign-up stay open", async () => {
    const { app, smtp, tenant } = await startClosed();
    const before = smtp.received.length;
    await call(app, "POST", "/api/signup", { body: { email: "owner@globex.dev" } });
    await until(() => smtp.received.length === before + 1);
    expect(smtp.received.at(-1)?.to).toEqual(["owner@globex.dev"]);
    expect(told(await ask(app, tenant.live.secret, { email: UNKNOWN, purpose: "transaction" }))).toBe("200");
  });
});

describe("Ninepin's own mail", () => {
  it("lands in the installation's Mailbox while there is no mail server, and only the operator reads it there", async () => {
    const app = await startApp();
    closing.push(app.close);
    const tenant = await signUp(app, "owner@acme.dev");
    expect(await signUpCode(app, "owner@acme.dev")).toMatch(/^\d{9}$/);
    const path = "/api/test/messages?to=owner@acme.dev";
    expect((await call(app, "GET", path, { key: tenant.test.secret })).body).toEqual({ data: [] });
    expect((await call(app, "GET", path)).status).toBe(401);
  });
});
