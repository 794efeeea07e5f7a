import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { codeInMail, signUpByMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { call, type Tenant, told } from "@/tests/support/tenants";

let smtp: SmtpTestServer;
let app: TestApp;
let tenant: Tenant;
let mailboxes = 0;
let email: string;

beforeAll(async () => {
  smtp = await startSmtpServer();
  app = await startApp({
    drain: false,
    env: { SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>" },
  });
  tenant = await signUpByMail(app, smtp, "owner@acme.dev");
  const body = { version: 0, settings: { codes: { resend_cooldown_seconds: 0 } } };
  expect(told(await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body }))).toBe("200");
  app.clock.advance(6);
});
afterAll(async () => {
  await app?.close();
  await smtp?.close();
});
beforeEach(() => {
  mailboxes += 1;
  email = `user${mailboxes}@example.com`;
  smtp.behave("accept");
  smtp.received.length = 0;
});

const drain = () => drainOutbox(app.deps, resendFromOutbox);

let statements = 0;
async function rows<Row>(text: string, params: readonly unknown[]): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `resend_${statements}`, text }, params);
}

/** Asks for a code, whose sender then dies before it can write what became of the message: it waits in the outbox. */
async function requestAndDie(leases = 0): Promise<{ challengeId: string; code: string }> {
  const asked = await call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email } });
  expect(told(asked)).toBe("200");
  await app.deps.settle();
  const challengeId = String(asked.body.challenge_id);
  await rows("UPDATE messages SET accepted_at = NULL, provider = NULL WHERE challenge_id = $1::uuid", [challengeId]);
  await rows(
    `INSERT INTO outbox (id, environment_id, kind, type, data, attempts, created_at, due_at)
     SELECT gen_random_uuid(), environment_id, 'message', channel, jsonb_build_object('message_id', id), $2::int, sent_at, sent_at
     FROM messages WHERE challenge_id = $1::uuid`,
    [challengeId, leases],
  );
  return { challengeId, code: await codeInMail(smtp.received.at(-1)) };
}

const waiting = () => rows("SELECT 1 FROM outbox WHERE kind = 'message'", []);

async function stateOf(
  challengeId: string,
): Promise<{ accepted: boolean; failed: boolean; tries: number } | undefined> {
  const [row] = await rows<{ accepted: boolean; failed: boolean; tries: number }>(
    `SELECT accepted_at IS NOT NULL AS accepted, failed_at IS NOT NULL AS failed,
       (SELECT count(*)::int FROM message_events e WHERE e.message_id = m.id AND e.type = 'tried') AS tries
     FROM messages m WHERE challenge_id = $1::uuid`,
    [challengeId],
  );
  return row;
}

describe("a message whose sender died", () => {
  it("is sent once more, with the same code", async () => {
    const { challengeId, code } = await requestAndDie();
    await drain();
    expect(smtp.received.length).toBe(2);
    expect(await codeInMail(smtp.received[1])).toBe(code);
    expect(await stateOf(challengeId)).toEqual({ accepted: true, failed: false, tries: 0 });
    expect(await waiting()).toEqual([]);
  });

  it("is not sent where its challenge was met, or one beside it", async () => {
    await requestAndDie();
    const { challengeId, code } = await requestAndDie();
    const body = { challenge_id: challengeId, otp: code };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body }))).toBe("200");
    await drain();
    expect(smtp.received.length).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  it.each([
    ["is over", "ends_at = opened_at"],
    ["has no guesses left", "attempts = attempts_max"],
  ])("is not sent where its challenge %s", async (_, change) => {
    const { challengeId } = await requestAndDie();
    await rows(`UPDATE challenges SET ${change} WHERE id = $1::uuid`, [challengeId]);
    await drain();
    expect(smtp.received.length).toBe(1);
    expect(await waiting()).toEqual([]);
  });

  it("is not sent where it was accepted after all", async () => {
    const { challengeId } = await requestAndDie();
    await rows("UPDATE messages SET accepted_at = sent_at, provider = 'smtp' WHERE challenge_id = $1::uuid", [
      challengeId,
    ]);
    await drain();
    expect(smtp.received.length).toBe(1);
    expect(await waiting()).toEqual([]);
  });

  it("is tried three times and has failed then", async () => {
    const { challengeId } = await requestAndDie();
    smtp.behave({ at: "mail", status: 451 });
    for (const tries of [1, 2]) {
      await drain();
      expect(await stateOf(challengeId)).toEqual({ accepted: false, failed: false, tries });
      app.clock.advance(31);
    }
    await drain();
    expect(await stateOf(challengeId)).toEqual({ accepted: false, failed: true, tries: 3 });
    expect(await waiting()).toEqual([]);
  });

  it("has failed, and is not sent, where whoever took it has died three times", async () => {
    const { challengeId } = await requestAndDie(3);
    await drain();
    expect(smtp.received.length).toBe(1);
    expect(await stateOf(challengeId)).toEqual({ accepted: false, failed: true, tries: 0 });
    expect(await waiting()).toEqual([]);
  });
});

describe("a code that was asked for by a username", () => {
  it("goes out behind the answer, which says of the provider what it says of a name that nobody has", async () => {
    const key = tenant.live.secret;
    const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key, body });
    const asked = await ask({ email });
    const otp = await codeInMail(smtp.received.at(-1));
    const guess = { challenge_id: asked.body.challenge_id, otp };
    const signedIn = await call(app, "POST", "/api/auth/verify-otp", { key, body: guess });
    const { id } = z.object({ id: z.string() }).parse(signedIn.body.user);
    const path = `/api/admin/users/${id}`;
    expect(told(await call(app, "PATCH", path, { key, body: { username: "ada" } }))).toBe("200");
    smtp.behave({ at: "mail", status: 550 });
    expect([told(await ask({ username: "ada" })), told(await ask({ username: "nobody" }))]).toEqual(["200", "200"]);
    await app.deps.settle();
    expect((await waiting()).length, "it waits for the outbox alone").toBe(1);
    smtp.behave("accept");
    await drain();
    expect(smtp.received.map(({ to }) => to)).toEqual([[email], [email]]);
  });
});
