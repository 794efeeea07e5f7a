import { describe, expect, it } from "vitest";
import { ask, installationsOfEachTest, Tokens, verify } from "@/tests/support/live";
import { codeInMail, readMail } from "@/tests/support/mail";
import { call, signUp, signUpCode, told } from "@/tests/support/tenants";

const { start, startLive } = installationsOfEachTest();

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

    const { challenge_id } = asked.body;
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

describe("Ninepin's own mail", () => {
  it("lands in the installation's Mailbox while there is no mail server, and only the operator reads it there", async () => {
    const app = await start();
    const tenant = await signUp(app, "owner@acme.dev");
    expect(await signUpCode(app, "owner@acme.dev")).toMatch(/^\d{9}$/);
    const path = "/api/test/messages?to=owner@acme.dev";
    expect((await call(app, "GET", path, { key: tenant.test.secret })).body).toEqual({ data: [] });
    expect((await call(app, "GET", path)).status).toBe(401);
  });
});
