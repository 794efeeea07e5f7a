import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestApp } from "@/tests/support/app";
import { signUpByMail } from "@/tests/support/mail";
import type { SmtpTestServer } from "@/tests/support/smtp";
import { call, told } from "@/tests/support/tenants";
import { TWILIO_ACCOUNT, type Twilio, VERIFY_SERVICE } from "@/tests/support/vendors/twilio";
import { startVerifyApp, type VerifyApp } from "@/tests/support/verify-app";

const WRONG_CODE = "000000";
const VERIFY = { provider: "twilio_verify", config: { ...TWILIO_ACCOUNT, service_sid: VERIFY_SERVICE } };
const MESSAGING = { provider: "twilio_messaging", config: { ...TWILIO_ACCOUNT, from: "+15005550006" } };

let twilio: Twilio;
let smtp: SmtpTestServer;
let app: TestApp;
let close: VerifyApp["close"];
let numbers = 0;

beforeAll(async () => {
  ({ app, twilio, smtp, close } = await startVerifyApp());
});
afterAll(() => close?.());
beforeEach(() => {
  twilio.asked.length = 0;
});

const checks = () => twilio.asked.filter(({ path }) => path.endsWith("/VerificationCheck"));

const request = (key: string, body: object) => call(app, "POST", "/api/auth/request-otp", { key, body });
const guess = (key: string, body: object) => call(app, "POST", "/api/auth/verify-otp", { key, body });

/** Somebody who is known, and somebody who is not: then nobody new may come in. The accounts are added after that. */
async function startCustomer(name: string, everybodys: object | null, itsOwn: object | null) {
  const { secret: key } = (await signUpByMail(app, smtp, `owner@${name}.dev`)).live;
  const admin = async (method: string, path: string, body: object) => {
    const answered = await call(app, method, `/api/admin/${path}`, { key, body });
    expect(told(answered), JSON.stringify(answered.body)).toMatch(/^20/);
    return answered.body;
  };
  const settings = { sms: { countries: ["DE"] }, codes: { resend_cooldown_seconds: 0 } };
  await admin("PUT", "config", { version: 0, settings });
  app.clock.advance(6);
  numbers += 2;
  const [known, unknown] = [numbers, numbers + 1].map((number) => `+49151123458${String(number).padStart(2, "0")}`);
  const { challenge_id } = (await request(key, { phone: known })).body;
  expect(told(await guess(key, { challenge_id, otp: twilio.sent.at(-1)?.code }))).toBe("200");

  const { id: tenant_id } = await admin("POST", "tenants", { name: "Bank" });
  if (everybodys) await admin("POST", "providers", everybodys);
  if (itsOwn) await admin("POST", "providers", { ...itsOwn, tenant_id });
  await admin("PUT", "config", { version: 1, settings: { ...settings, sign_ups: { mode: "invite_only" } } });
  app.clock.advance(6);
  /** Asks for a code; only who is known is sent one. */
  const ask = async (phone: string | undefined) => {
    twilio.asked.length = 0;
    const answered = await request(key, { phone, tenant_id });
    expect(told(answered)).toBe("200");
    await app.deps.jobs.drain(app.deps, 10);
    expect(twilio.asked.length > 0).toBe(phone === known);
    twilio.asked.length = 0;
    return answered.body.challenge_id;
  };
  return { key, ask, phones: [known, unknown] };
}

describe("a wrong guess at a code that was asked for through a tenant, where only who is known may sign in", () => {
  it.each([
    ["nobody, where the tenant's own account sends codes of ours", "sends", null, MESSAGING, 0],
    ["nobody, where everybody's account does", "all-send", MESSAGING, null, 0],
    ["the account that makes the codes", "makes", null, null, 1],
    ["the first of two accounts that do", "both-make", VERIFY, null, 1],
  ])("asks %s, for who is known and who is not alike", async (_, name, everybodys, itsOwn, times) => {
    const { key, ask, phones } = await startCustomer(name, everybodys, itsOwn);
    for (const phone of phones) {
      const challenge_id = await ask(phone);
      const answered = await guess(key, { challenge_id, otp: WRONG_CODE });
      expect([told(answered), answered.body.reason]).toEqual(["400 invalid_otp", "incorrect"]);
      expect(checks().length).toBe(times);
    }
  });

  it("asks of each challenge that it may be for, where only the number is named", async () => {
    const { key, ask, phones } = await startCustomer("two-challenges", null, null);
    for (const phone of phones) {
      expect(await ask(phone)).not.toBe(await ask(phone));
      expect(told(await guess(key, { phone, otp: WRONG_CODE }))).toBe("400 invalid_otp");
      expect(checks().length).toBe(2);
    }
  });
});
