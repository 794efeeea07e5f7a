import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestApp } from "@/tests/support/app";
import { signUpByMail } from "@/tests/support/mail";
import type { SmtpTestServer } from "@/tests/support/smtp";
import { type Answered, call, type Tenant, told } from "@/tests/support/tenants";
import { type Twilio, twilioRefusal } from "@/tests/support/vendors/twilio";
import { startVerifyApp, type VerifyApp } from "@/tests/support/verify-app";

const WRONG_CODE = "000000";

let twilio: Twilio;
let smtp: SmtpTestServer;
let app: TestApp;
let close: VerifyApp["close"];
let first: Tenant;
let second: Tenant;
let numbers = 0;
let phone: string;

beforeAll(async () => {
  ({ app, twilio, smtp, close } = await startVerifyApp());
  first = await signUpByMail(app, smtp, "owner@first.dev");
  second = await signUpByMail(app, smtp, "owner@second.dev");
  for (const { live } of [first, second]) {
    const settings = { sms: { countries: ["DE"] }, codes: { resend_cooldown_seconds: 0, per_identifier_hour: 20 } };
    const body = { version: 0, settings };
    expect(told(await call(app, "PUT", "/api/admin/config", { key: live.secret, body }))).toBe("200");
  }
  app.clock.advance(6);
});
afterAll(() => close?.());
beforeEach(() => {
  numbers += 1;
  phone = `+49151123457${String(numbers).padStart(2, "0")}`;
  twilio.asked.length = 0;
  twilio.sent.length = 0;
  twilio.cancel(null);
});

const ask = (tenant: Tenant, body: object) =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body });

type Challenge = { tenant: Tenant; id: string; purpose?: string };

async function request(tenant: Tenant, purpose?: string): Promise<Challenge> {
  const answered = await ask(tenant, { phone, ...(purpose && { purpose }) });
  expect(told(answered)).toBe("200");
  return { tenant, id: String(answered.body.challenge_id), ...(purpose && { purpose }) };
}

function guess({ tenant, id, purpose }: Challenge, otp: string): Promise<Answered> {
  const body = { challenge_id: id, otp, ...(purpose && { purpose }) };
  return call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body });
}

const reason = async (challenge: Challenge, otp: string) => {
  const answered = await guess(challenge, otp);
  return told(answered) === "200" ? "right" : answered.body.reason;
};

const codes = () => twilio.sent.map(({ code }) => code);
const checks = () => twilio.asked.filter(({ path }) => path.endsWith("/VerificationCheck"));

let statements = 0;
async function rows<Row>(text: string, params: readonly unknown[]): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `verify_apart_${statements}`, text }, params);
}

describe("codes for one number, of a Verify service that all customers share", () => {
  it.each([
    ["two environments", () => [first, undefined, second, undefined] as const],
    ["two purposes", () => [first, "sign_in", first, "step_up"] as const],
    ["two challenges", () => [first, undefined, first, undefined] as const],
  ])("of %s count where they were sent for, and nowhere else", async (_, of) => {
    const [one, purpose, other, otherPurpose] = of();
    const earlier = await request(one, purpose);
    const later = await request(other, otherPurpose);
    const [old = "", current = "", ...more] = codes();
    expect([more, new Set([old, current]).size], "each was sent a code of its own, once").toEqual([[], 2]);
    expect(await reason(later, old)).toBe("incorrect");
    expect(await reason(earlier, current), "what was displaced is over").toBe("expired");
    expect(await reason(earlier, old)).toBe("expired");
    expect(await reason(later, current)).toBe("right");
  });

  it("is not locked by who guesses wrong at a challenge of their own", async () => {
    const theirs = await request(first);
    const mine = await request(second);
    for (let at = 0; at < 5; at += 1) expect(await reason(theirs, WRONG_CODE)).toBe("expired");
    expect(await reason(mine, codes().at(-1) ?? "")).toBe("right");
  });

  it("is sent also where somebody has used up the guesses of the one before", async () => {
    const theirs = await request(first);
    for (let at = 0; at < 5; at += 1) expect(await reason(theirs, WRONG_CODE)).toBe("incorrect");
    expect(await reason(await request(second), codes().at(-1) ?? "")).toBe("right");
  });

  it("is sent also where somebody has used up the sends of the one before", async () => {
    const theirs = await request(first);
    for (let at = 0; at < 4; at += 1) expect(told(await ask(first, { challenge_id: theirs.id }))).toBe("200");
    expect(new Set(codes()).size).toBe(1);
    expect(await reason(await request(second), codes().at(-1) ?? "")).toBe("right");
  });

  it("are one where it is sent again for the same challenge", async () => {
    const challenge = await request(first);
    expect(told(await ask(first, { challenge_id: challenge.id }))).toBe("200");
    expect(new Set(codes()).size).toBe(1);
    expect(twilio.asked.map(({ path }) => path.split("/").at(-1))).toEqual(["Verifications", "Verifications"]);
    expect(await reason(challenge, codes()[0] ?? "")).toBe("right");
  });

  it("that are asked for at once are each of one challenge at the most", async () => {
    const tenants = [first, second, first, second];
    const answers = await Promise.all(tenants.map((tenant) => ask(tenant, { phone })));
    const open = answers.flatMap((answered, at) => {
      const tenant = tenants[at];
      return tenant && answered.status === 200 ? [{ tenant, id: String(answered.body.challenge_id) }] : [];
    });
    expect(open.length).toBeGreaterThan(0);
    const recorded = await rows<{ challenges: number }>(
      `SELECT count(DISTINCT challenge_id)::int AS challenges FROM messages WHERE provider = 'twilio_verify'
       AND provider_message_id = ANY ($1::text[]) GROUP BY provider_message_id`,
      [twilio.sent.map(({ sid }) => sid)],
    );
    expect(recorded.filter(({ challenges }) => challenges > 1)).toEqual([]);
    for (const code of new Set(codes())) {
      let met = 0;
      for (const challenge of open) if ((await reason(challenge, code)) === "right") met += 1;
      expect(met).toBeLessThan(2);
    }
  });

  it("is not the one that was sent for a challenge nobody could record", async () => {
    const carriers = app.deps.delivery.carriersOf(null, "sms");
    const words = { from: { name: "First", address: "" }, subject: null, html: null, text: "", headers: [] };
    const lost = { id: first.live.environmentId, environmentId: first.live.environmentId, to: phone, ...words };
    expect((await app.deps.delivery.deliver({ ...lost, channel: "sms" }, carriers)).state).toBe("accepted");
    const [orphan = ""] = codes();
    const challenge = await request(second);
    expect(await reason(challenge, orphan)).toBe("incorrect");
    expect(await reason(challenge, codes().at(-1) ?? "")).toBe("right");
  });

  it("stays with its challenge where Twilio does not take it back: the other is not sent it", async () => {
    const earlier = await request(first);
    twilio.cancel(twilioRefusal(503, 20503, "Service unavailable"));
    expect(told(await ask(second, { phone }))).toBe("500 delivery_failed");
    expect(codes().length, "nothing was sent for the other").toBe(1);
    expect(await reason(earlier, codes()[0] ?? "")).toBe("right");
  });

  it("is asked about for the challenge that it is recorded for alone", async () => {
    const earlier = await request(first);
    const [old] = twilio.sent;
    await app.deps.settle();
    const other = await request(second);
    await app.deps.settle();
    await rows("UPDATE messages SET provider_message_id = $2 WHERE challenge_id = $1::uuid", [other.id, old?.sid]);
    twilio.asked.length = 0;
    expect(await reason(other, old?.code ?? "")).toBe("incorrect");
    expect(checks()).toEqual([]);
    expect(await reason(earlier, WRONG_CODE)).toBe("expired");
    expect(checks().length).toBe(1);
  });
});
