import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { resendFromOutbox } from "@/lib/otp";
import { SCENARIOS, type Scenario } from "@/lib/otp/scenario";
import { drainOutbox } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Answered, call, countRows, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let sql: Sql;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  sql = await openSql(app.deps.env.databaseUrl ?? "");
  tenant = await signUp(app, "owner@acme.dev");
});
afterAll(async () => {
  await sql.close();
  await app.close();
});

/** The recipients of a scenario: its address, with a label, and its first and last number. */
function recipientsOf(scenario: Scenario): { email?: string; phone?: string }[] {
  const tens = SCENARIOS.indexOf(scenario);
  return [
    { email: `${scenario}@ninepin.test` },
    { email: `${scenario}+${randomUUID()}@ninepin.test` },
    { phone: `+1415555${`01${tens}0`}` },
    { phone: `+1 (212) 555-${`01${tens}9`}` },
  ];
}

const ask = (body: object, key = tenant.test.secret) => call(app, "POST", "/api/auth/request-otp", { key, body });
const verify = (body: object) => call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body });
const Requested = z.object({ challenge_id: z.string(), preview_code: z.string() });
const Messages = z.object({ data: z.array(z.object({ id: z.string(), code: z.string(), channel: z.string() })) });

async function open(body: object): Promise<{ challenge_id: string; otp: string }> {
  const { challenge_id, preview_code } = Requested.parse((await ask(body)).body);
  return { challenge_id, otp: preview_code };
}

async function landed(to: string) {
  const path = `/api/test/messages?to=${encodeURIComponent(to)}`;
  return Messages.parse((await call(app, "GET", path, { key: tenant.test.secret })).body).data;
}

const reasonOf = ({ body }: Answered) => [body.reason, body.attempts_remaining];

/** Runs the same for every recipient of a scenario. */
function everyRecipient(
  scenario: Scenario,
  does: string,
  run: (body: { email?: string; phone?: string }) => Promise<void>,
) {
  it.each(recipientsOf(scenario).map((body) => [Object.values(body)[0], body] as const))(`${does}: %s`, (_, body) =>
    run(body),
  );
}

describe("in a test environment", () => {
  everyRecipient("verified", "the code works, and is the same every time", async (body) => {
    const challenge = await open(body);
    expect(challenge.otp).toBe(body.email ? "123456789" : "123456");
    const [message] = await landed(Object.values(body)[0] ?? "");
    expect(message).toMatchObject({ code: challenge.otp, channel: body.email ? "email" : "sms" });
    const answered = await verify(challenge);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ token_type: "bearer", is_new_user: true });
  });

  everyRecipient("wrong", "every code is incorrect until the challenge is spent", async (body) => {
    const challenge = await open(body);
    expect(await landed(Object.values(body)[0] ?? "")).toHaveLength(1);
    const told = [];
    for (let guess = 0; guess < 7; guess += 1) told.push(reasonOf(await verify(challenge)));
    expect(told).toEqual([
      ["incorrect", 4],
      ["incorrect", 3],
      ["incorrect", 2],
      ["incorrect", 1],
      ["incorrect", 0],
      ["locked", 0],
      ["locked", 0],
    ]);
  });

  everyRecipient("expired", "the code has expired", async (body) => {
    const answered = await verify(await open(body));
    expect([told(answered), answered.body.reason]).toEqual(["400 invalid_otp", "expired"]);
  });

  everyRecipient("locked", "verification waits for 900 seconds", async (body) => {
    const challenge = await open(body);
    for (const attempt of [challenge, { ...body, otp: challenge.otp }]) {
      const answered = await verify(attempt);
      expect([told(answered), answered.headers.get("retry-after")]).toEqual(["429 locked", "900"]);
    }
  });

  everyRecipient("limited", "no code for 30 seconds", async (body) => {
    const answered = await ask(body);
    expect([told(answered), answered.headers.get("retry-after")]).toEqual(["429 rate_limited", "30"]);
    expect(answered.headers.get("ratelimit")).toMatch(/^"[\w.]+";r=0;t=30$/);
    expect(answered.headers.get("ratelimit-policy")).toMatch(/^"[\w.]+";q=\d+;w=\d+$/);
  });

  everyRecipient("slow", "the message is in the Mailbox after 20 seconds", async (body) => {
    const to = Object.values(body)[0] ?? "";
    const challenge = await open(body);
    expect(await landed(to)).toEqual([]);
    app.clock.advance(10);
    expect(await landed(to)).toEqual([]);
    app.clock.advance(11);
    expect(await landed(to)).toHaveLength(1);
    expect(told(await verify(challenge))).toBe("200");
  });

  everyRecipient("outage", "the message cannot be sent", async (body) => {
    expect(told(await ask(body))).toBe("500 delivery_failed");
  });

  everyRecipient("blocked", "the recipient is suppressed", async (body) => {
    expect(told(await ask(body))).toBe("400 recipient_suppressed");
  });

  everyRecipient("quota", "the quota is used up until midnight", async (body) => {
    const answered = await ask(body);
    expect(told(answered)).toBe("429 quota_exceeded");
    const midnight = 86_400 - (Math.floor(app.clock.now().getTime() / 1000) % 86_400);
    expect(Math.abs(Number(answered.headers.get("retry-after")) - midnight)).toBeLessThanOrEqual(2);
  });

  everyRecipient(
    "bounced",
    "the message is accepted, bounces after two seconds, and ends in suppression",
    async (body) => {
      expect(told(await ask(body))).toBe("200");
      await drainOutbox(app.deps, resendFromOutbox);
      expect(told(await ask(body))).toBe("200");
      app.clock.advance(3);
      await drainOutbox(app.deps, resendFromOutbox);
      await drainOutbox(app.deps, resendFromOutbox);
      expect(told(await ask(body))).toBe("400 recipient_suppressed");
      const events = await sql.rows<{ data: object }>(
        "SELECT data FROM audit_log WHERE environment_id = $1 AND type = 'message.bounced' ORDER BY at DESC LIMIT 2",
        [tenant.test.environmentId],
      );
      expect(events).toHaveLength(2);
      for (const { data } of events) expect(data).toEqual({ message_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      const queued = await sql.rows("SELECT FROM outbox WHERE kind = 'bounce'");
      expect(queued).toEqual([]);
    },
  );

  it("writes nothing for a recipient that is refused", async () => {
    const before = await countRows(app);
    for (const scenario of ["limited", "outage", "blocked", "quota"] as const) {
      for (const body of recipientsOf(scenario)) await ask(body);
    }
    expect(await countRows(app)).toEqual(before);
  });

  it("brings every channel to the Mailbox", async () => {
    const phone = "+14155550100";
    for (const channel of ["sms", "voice", "whatsapp", "discord", "hook"]) {
      expect(told(await ask({ phone, channel }))).toBe("200");
      expect((await landed(phone))[0]).toMatchObject({ channel, code: "123456" });
    }
  });
});

describe("in a live environment", () => {
  it.each(SCENARIOS)("%s@ and its numbers are refused, and nothing is written", async (scenario) => {
    const before = await countRows(app);
    for (const body of recipientsOf(scenario)) {
      expect(told(await ask(body, tenant.live.secret))).toBe("400 test_recipient_in_live");
    }
    expect(await countRows(app)).toEqual(before);
  });

  it("so is every other address at the test domain", async () => {
    const answered = await ask({ email: "someone@ninepin.test" }, tenant.live.secret);
    expect(told(answered)).toBe("400 test_recipient_in_live");
  });
});
