import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { TestApp } from "@/tests/support/app";
import { fromEventStreams, verifyEvent } from "@/tests/support/callbacks";
import { signUpByMail } from "@/tests/support/mail";
import type { SmtpTestServer } from "@/tests/support/smtp";
import { type Answered, call, operator, type Tenant, told } from "@/tests/support/tenants";
import { TWILIO_ACCOUNT, type Twilio, VERIFY_CODE } from "@/tests/support/vendors/twilio";
import { type Answer, formOf } from "@/tests/support/vendors/vendor";
import { startVerifyApp, type VerifyApp } from "@/tests/support/verify-app";

const WRONG_CODE = "000000";
const IN_ITS_OWN_WORDS = "in its own words";

let twilio: Twilio;
let smtp: SmtpTestServer;
let app: TestApp;
let close: VerifyApp["close"];
let tenant: Tenant;
let numbers = 0;
let version = 0;

const checks = () => twilio.asked.filter(({ path }) => path.endsWith("/VerificationCheck")).map(formOf);

async function set(settings: object): Promise<void> {
  const body = { version, settings };
  expect(told(await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body }))).toBe("200");
  version += 1;
  app.clock.advance(6);
}

beforeAll(async () => {
  ({ app, twilio, smtp, close } = await startVerifyApp());
  tenant = await signUpByMail(app, smtp, "owner@acme.dev");
  await set({ sms: { countries: ["DE"] }, codes: { resend_cooldown_seconds: 0 } });
});
afterAll(() => close?.());
beforeEach(() => {
  twilio.check(null);
  twilio.asked.length = 0;
});

const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body });

/** Asks for a code for a number that nobody has asked for yet. */
async function request(): Promise<Answered & { phone: string }> {
  numbers += 1;
  const phone = `+49151123456${String(numbers).padStart(2, "0")}`;
  const answered = await ask({ phone });
  expect(told(answered)).toBe("200");
  return { ...answered, phone };
}

const guess = ({ body }: Answered, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", {
    key: tenant.live.secret,
    body: { challenge_id: body.challenge_id, otp },
  });

describe("where texts go that a provider carries", () => {
  const phone = "+4915112345600";

  it("is nowhere while nobody says where, the country of the project's domain, or what is listed", async () => {
    await set({ sms: { countries: null } });
    const nowhere = await ask({ phone });
    expect([told(nowhere), nowhere.body.detail]).toEqual([
      "400 country_not_allowed",
      "No country is known to send to yet: list them in the setting sms.countries",
    ]);
    const key = tenant.live.secret;
    expect(told(await call(app, "PUT", "/api/admin/config/email", { key, body: { domain: "acme.de" } }))).toBe("200");
    app.clock.advance(6);
    expect(told(await ask({ phone }))).toBe("200");
    expect(told(await ask({ phone: "+447400123456" }))).toBe("400 country_not_allowed");
    await set({ sms: { countries: ["DE", "GB"] } });
    expect(told(await ask({ phone: "+447400123456" }))).toBe("200");
    expect(twilio.asked.map(formOf).map(({ To }) => To)).toEqual([phone, "+447400123456"]);
  });
});

describe("a code that Twilio Verify makes", () => {
  it("is asked for there, and its name is known before the answer", async () => {
    const { phone, body } = await request();
    expect(twilio.asked.map(formOf)).toEqual([expect.objectContaining({ To: phone, Channel: "sms" })]);
    const [message] = await app.deps.db.run(
      {
        name: "verify_message",
        text: "SELECT provider, provider_message_id LIKE 'VE%' AS named FROM messages WHERE environment_id = $1 AND challenge_id = $2",
      },
      [tenant.live.environmentId, body.challenge_id],
    );
    expect(message).toEqual({ provider: "twilio_verify", named: true });
  });

  it("opens a session when Twilio says that it is right, once", async () => {
    const challenge = await request();
    const signedIn = await guess(challenge, VERIFY_CODE.replace(/^.../, "$& "));
    expect(told(signedIn)).toBe("200");
    expect(signedIn.body).toMatchObject({ is_new_user: true });
    expect(checks()).toEqual([{ VerificationSid: expect.stringMatching(/^VE/), Code: VERIFY_CODE }]);
    expect(told(await guess(challenge, VERIFY_CODE))).toBe("400 invalid_otp");
    expect(checks().length, "nobody is asked about a challenge that was met").toBe(1);
  });

  it("opens one session for all who send it at once", async () => {
    const challenge = await request();
    const answers = await Promise.all(Array.from({ length: 5 }, () => guess(challenge, VERIFY_CODE)));
    expect(answers.map(told).filter((each) => each === "200").length).toBe(1);
  });

  const refusal = (status: number, code: number): Answer => ({
    status,
    body: { status, code, message: IN_ITS_OWN_WORDS },
  });
  const checked = (status: string): Answer => ({ status: 201, body: { sid: `VE${"0".repeat(32)}`, status } });

  it.each<[string, Answer, string, string | undefined]>([
    ["that it is not right", checked("pending"), "400 invalid_otp", "incorrect"],
    ["that it could not have made it", refusal(400, 60200), "400 invalid_otp", "incorrect"],
    ["that it has expired", checked("expired"), "400 invalid_otp", "expired"],
    ["that it was taken back", checked("canceled"), "400 invalid_otp", "expired"],
    ["that it knows of none", refusal(404, 20404), "400 invalid_otp", "expired"],
    ["that there were too many tries", refusal(429, 60202), "400 invalid_otp", "locked"],
    ["what nobody has heard of", checked("wonderful"), "500 verification_failed", undefined],
    ["that it is out of order", refusal(500, 20500), "500 verification_failed", undefined],
    ["that it does not know us", refusal(401, 20003), "500 verification_failed", undefined],
    ["nothing of sense", { status: 200, body: "<html>" }, "500 verification_failed", undefined],
  ])("of which Twilio says %s is answered in our words, and the guess is charged", async (_, answer, words, reason) => {
    const challenge = await request();
    twilio.check(answer);
    const answered = await guess(challenge, WRONG_CODE);
    expect(told(answered)).toBe(words);
    expect(answered.body.reason).toBe(reason);
    expect(JSON.stringify(answered.body)).not.toContain(IN_ITS_OWN_WORDS);
    const [row] = await app.deps.db.run(
      { name: "verify_attempts", text: "SELECT attempts FROM challenges WHERE environment_id = $1 AND id = $2" },
      [tenant.live.environmentId, challenge.body.challenge_id],
    );
    expect(row).toEqual({ attempts: 1 });
  });

  it("has our budget around it: after five wrong ones nobody is asked, and what is no code never goes there", async () => {
    const challenge = await request();
    expect(told(await guess(challenge, "letmein"))).toBe("400 invalid_otp");
    expect(checks().length).toBe(0);
    for (let at = 0; at < 4; at += 1) await guess(challenge, WRONG_CODE);
    expect(checks().length).toBe(4);
    const late = await guess(challenge, VERIFY_CODE);
    expect([told(late), late.body.reason]).toEqual(["400 invalid_otp", "locked"]);
    expect(checks().length).toBe(4);
  });

  it("is asked about once a guess, however often it was sent", async () => {
    const challenge = await request();
    expect(told(await ask({ challenge_id: challenge.body.challenge_id }))).toBe("200");
    await guess(challenge, WRONG_CODE);
    expect(checks().length).toBe(1);
  });

  it("is delivered when Twilio's Event Streams say so of the text that was sent for it, and no other", async () => {
    const [mine, theirs] = [await request(), await request()];
    const Tags = z.object({ environment_id: z.string(), message_id: z.string() });
    const tags = Tags.parse(JSON.parse(twilio.asked.map(formOf)[0]?.Tags ?? "{}"));
    const sent = { environmentId: tags.environment_id, messageId: tags.message_id };
    const [address] = z
      .object({ data: z.tuple([z.object({ vendor: z.literal("twilio_verify"), url: z.string() })]) })
      .parse((await call(app, "GET", "/api/admin/callbacks", operator)).body).data;
    const tell = (status: string, token: string) => {
      const event = verifyEvent(sent, status, { accountSid: TWILIO_ACCOUNT.account_sid });
      const { search, headers, text } = fromEventStreams(address.url, [event], token);
      return call(app, "POST", new URL(address.url).pathname + search, { headers, raw: text });
    };
    const delivery = async ({ body }: Answered) => {
      const path = `/api/admin/verifications/${body.challenge_id}`;
      return (await call(app, "GET", path, { key: tenant.live.secret })).body.delivery;
    };
    await app.deps.settle();
    expect(told(await tell("delivered", "another"))).toBe("403 forbidden");
    expect(await delivery(mine)).toBe("accepted");
    expect(told(await tell("delivered", TWILIO_ACCOUNT.auth_token))).toBe("204");
    expect([await delivery(mine), await delivery(theirs)]).toEqual(["delivered", "accepted"]);
    const unsigned = await call(app, "POST", new URL(address.url).pathname, { raw: "[]" });
    expect(told(unsigned)).toBe("400 invalid_request");
  });

  it("is asked about for strangers too where sign-ups are closed, so that nobody's answer is sooner", async () => {
    await set({ sign_ups: { mode: "invite_only" } });
    const challenge = await request();
    const answered = await guess(challenge, VERIFY_CODE);
    expect([told(answered), answered.body.reason]).toEqual(["400 invalid_otp", "incorrect"]);
    expect(checks()).toEqual([{ VerificationSid: `VE${"0".repeat(32)}`, Code: VERIFY_CODE }]);
    expect(twilio.asked.length, "nothing was sent").toBe(1);
  });
});
