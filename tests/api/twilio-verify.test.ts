import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { signUpByMail } from "@/tests/support/mail";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { type Answered, call, type Tenant, told } from "@/tests/support/tenants";

const PHONE = "+4915112345678";
const SENT = "VE0123456789abcdef0123456789abcdef";

let twilio: Receiver;
let smtp: SmtpTestServer;
let app: TestApp;
let tenant: Tenant;
let asked = 0;

/** How the vendor answers the next checks; 201 pending unless told otherwise. */
let check: { status: number; body: object };
const checked = () => twilio.received.filter(({ path }) => path.endsWith("/VerificationCheck"));

beforeAll(async () => {
  [twilio, smtp] = await Promise.all([startReceiver(), startSmtpServer()]);
  // The published contract of Verify v2, as far as sending and checking go.
  twilio.answer((request, response) => {
    const answer = request.path.endsWith("/Verifications")
      ? { status: 201, body: { sid: SENT, status: "pending" } }
      : check;
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  app = await startApp({
    env: {
      SMTP_URL: smtp.url,
      EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>",
      TWILIO_ACCOUNT_SID: "AC0123456789abcdef0123456789abcdef",
      TWILIO_AUTH_TOKEN: "the-token-of-a-test",
      TWILIO_VERIFY_SERVICE_SID: "VA0123456789abcdef0123456789abcdef",
      TWILIO_BASE_URL: twilio.url,
    },
  });
  tenant = await signUpByMail(app, smtp, "owner@acme.dev");
  const settings = { sms: { countries: ["DE"] }, codes: { resend_cooldown_seconds: 0 } };
  const key = tenant.live.secret;
  await call(app, "PUT", "/api/admin/config", { key, body: { version: 0, settings } });
  app.clock.advance(6);
});
afterAll(async () => {
  await app?.close();
  await Promise.all([smtp?.close(), twilio?.close()]);
});
beforeEach(() => {
  check = { status: 201, body: { sid: SENT, status: "pending" } };
  twilio.received.length = 0;
});

/** Asks for a code for a number of its own. */
async function request(body: object = {}): Promise<Answered> {
  asked += 1;
  const phone = `${PHONE.slice(0, -2)}${String(asked).padStart(2, "0")}`;
  const answered = await call(app, "POST", "/api/auth/request-otp", {
    key: tenant.live.secret,
    body: { phone, ...body },
  });
  expect(told(answered)).toBe("200");
  return answered;
}

const guess = ({ body }: Answered, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", {
    key: tenant.live.secret,
    body: { challenge_id: body.challenge_id, otp },
  });

describe("a code that Twilio Verify makes", () => {
  it("is asked for there, under its service, and its name is known before the answer", async () => {
    await request();
    const [sent] = twilio.received;
    expect(sent?.path).toBe("/v2/Services/VA0123456789abcdef0123456789abcdef/Verifications");
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toMatchObject({
      To: `${PHONE.slice(0, -2)}01`,
      Channel: "sms",
    });
    const [message] = await app.deps.db.run<{ provider: string; provider_message_id: string }>(
      { name: "verify_message", text: "SELECT provider, provider_message_id FROM messages WHERE environment_id = $1" },
      [tenant.live.environmentId],
    );
    expect(message).toEqual({ provider: "twilio_verify", provider_message_id: SENT });
  });

  it("opens a session when Twilio says that it is right, once", async () => {
    const challenge = await request();
    check = { status: 201, body: { sid: SENT, status: "approved" } };
    const signedIn = await guess(challenge, "482 913");
    expect(told(signedIn)).toBe("200");
    expect(signedIn.body).toMatchObject({ is_new_user: true });
    const [asking] = checked();
    expect(Object.fromEntries(new URLSearchParams(asking?.body))).toEqual({ VerificationSid: SENT, Code: "482913" });
    expect(told(await guess(challenge, "482913"))).toBe("400 invalid_otp");
    expect(checked().length, "nobody is asked about a challenge that was met").toBe(1);
  });

  it.each([
    ["pending", 201, { status: "pending" }, "400 invalid_otp", "incorrect"],
    ["a code that it could not have made", 400, { code: 60200 }, "400 invalid_otp", "incorrect"],
    ["expired", 201, { status: "expired" }, "400 invalid_otp", "expired"],
    ["canceled", 201, { status: "canceled" }, "400 invalid_otp", "expired"],
    ["not found", 404, { code: 20404 }, "400 invalid_otp", "expired"],
    ["too many checks", 429, { code: 60202 }, "400 invalid_otp", "locked"],
    ["no words of ours", 201, { status: "wonderful" }, "500 verification_failed", undefined],
    ["an error", 500, { code: 20500 }, "500 verification_failed", undefined],
    ["that it does not know us", 401, { code: 20003 }, "500 verification_failed", undefined],
  ])("%s: is answered in our words, and the guess is charged", async (_, status, body, answer, reason) => {
    const challenge = await request();
    check = { status, body: { sid: SENT, message: "in its own words", ...body } };
    const answered = await guess(challenge, "482913");
    expect(told(answered)).toBe(answer);
    expect(answered.body.reason).toBe(reason);
    expect(JSON.stringify(answered.body)).not.toContain("in its own words");
    const [row] = await app.deps.db.run<{ attempts: number }>(
      { name: "verify_attempts", text: "SELECT attempts FROM challenges WHERE environment_id = $1 AND id = $2" },
      [tenant.live.environmentId, challenge.body.challenge_id],
    );
    expect(row?.attempts).toBe(1);
  });

  it("has our budget around it: after five wrong ones nobody is asked, and what is no code never goes there", async () => {
    const challenge = await request();
    expect(told(await guess(challenge, "abc"))).toBe("400 invalid_otp");
    expect(checked().length).toBe(0);
    for (let at = 0; at < 4; at += 1) await guess(challenge, "000000");
    expect(checked().length).toBe(4);
    check = { status: 201, body: { sid: SENT, status: "approved" } };
    const late = await guess(challenge, "482913");
    expect([told(late), late.body.reason]).toEqual(["400 invalid_otp", "locked"]);
    expect(checked().length).toBe(4);
  });

  it("is asked about once a guess, however often it was sent again", async () => {
    const challenge = await request();
    await request({ phone: undefined, challenge_id: challenge.body.challenge_id });
    await guess(challenge, "000000");
    expect(checked().length).toBe(1);
  });

  it("asks for a stranger's code too where sign-ups are closed, so that nobody's answer is sooner", async () => {
    const body = { version: 1, settings: { sign_ups: { mode: "invite_only" } } };
    await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body });
    app.clock.advance(6);
    const challenge = await request();
    check = { status: 201, body: { sid: SENT, status: "approved" } };
    const answered = await guess(challenge, "482913");
    expect([told(answered), answered.body.reason]).toEqual(["400 invalid_otp", "incorrect"]);
    expect(checked().length).toBe(1);
    expect(checked()[0]?.body).not.toContain(SENT);
  });
});
