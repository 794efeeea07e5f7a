import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, operator, readSignedUp, type Tenant, told } from "@/tests/support/tenants";
import { RESEND_KEY, startResend } from "@/tests/support/vendors/resend";
import { SENDGRID_KEY, startSendgrid } from "@/tests/support/vendors/sendgrid";
import { startTwilio, TWILIO_ACCOUNT, type Twilio, twilioRefusal } from "@/tests/support/vendors/twilio";
import { formOf, type Vendor } from "@/tests/support/vendors/vendor";

const FROM = "+14155550100";
const CALLER_SEES_NOTHING = /resend|sendgrid|twilio|127\.0\.0\.1|in its own words/i;

let resend: Vendor;
let sendgrid: Vendor;
let twilio: Twilio;
let app: TestApp;
let tenant: Tenant;
let asked = 0;

const Mail = z.object({ to: z.array(z.string()), text: z.string(), headers: z.record(z.string(), z.string()) });
const DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const codeIn = (text: string) => /(?<!\d)(\d{9}|\d{6})(?!\d)/.exec(text)?.[0] ?? "";
const lastMail = () => Mail.parse(JSON.parse(resend.asked.at(-1)?.body ?? "{}"));

beforeAll(async () => {
  [resend, sendgrid, twilio] = await Promise.all([startResend(), startSendgrid(), startTwilio()]);
  app = await startApp({
    env: {
      EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>",
      RESEND_API_KEY: RESEND_KEY,
      RESEND_BASE_URL: resend.url,
      SENDGRID_API_KEY: SENDGRID_KEY,
      SENDGRID_BASE_URL: sendgrid.url,
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.account_sid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.auth_token,
      TWILIO_FROM: FROM,
      TWILIO_BASE_URL: twilio.url,
    },
  });
  const email = "owner@acme.dev";
  await call(app, "POST", "/api/signup", { body: { email, company: "Acme" } });
  const otp = codeIn(lastMail().text);
  tenant = readSignedUp(await call(app, "POST", "/api/signup/verify", { body: { email, otp } }));
  const body = { version: 0, settings: { sms: { countries: ["DE"] } } };
  expect(told(await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body }))).toBe("200");
  app.clock.advance(6);
});
afterAll(async () => {
  await app?.close();
  await Promise.all([resend, sendgrid, twilio].map((vendor) => vendor?.close()));
});
beforeEach(() => {
  for (const vendor of [resend, sendgrid, twilio]) {
    vendor.behave("accept");
    vendor.asked.length = 0;
  }
  asked += 1;
});

const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body });
const askByMail = () => ask({ email: `ada${asked}@example.com` });
const askByPhone = (channel: string) => ask({ phone: `+49151123457${String(asked).padStart(2, "0")}`, channel });
const guess = ({ body }: Answered, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", {
    key: tenant.live.secret,
    body: { challenge_id: body.challenge_id, otp },
  });

describe("a code by mail", () => {
  it("goes by the first provider, and signs in", async () => {
    const answered = await askByMail();
    expect(told(answered)).toBe("200");
    const mail = lastMail();
    const code = codeIn(mail.text);
    expect(mail.to).toEqual([`ada${asked}@example.com`]);
    expect(mail.headers["OTP-Token"]).toContain(`"${code}"`);
    expect(sendgrid.asked).toEqual([]);
    expect(told(await guess(answered, code))).toBe("200");
  });

  it.each([
    ["has a fault", { status: 500, body: { statusCode: 500, name: "internal_server_error", message: "no" } }],
    ["is asked too much", { status: 429, body: { statusCode: 429, name: "rate_limit_exceeded", message: "no" } }],
    ["answers what nobody understands", "garbage"],
    ["breaks off", "reset"],
  ] as const)("goes by the next one where the first %s, with the one code that counts", async (_, behaviour) => {
    resend.behave(behaviour);
    const answered = await askByMail();
    expect(told(answered)).toBe("200");
    expect([resend.asked.length, sendgrid.asked.length]).toEqual([1, 1]);
    const code = codeIn(sendgrid.asked[0]?.body ?? "");
    expect(code).toBe(codeIn(lastMail().text));
    expect(told(await guess(answered, code))).toBe("200");
    expect(told(await guess(answered, code))).toBe("400 invalid_otp");
  });

  it("goes no further where the first refuses the recipient for good, and the caller is told nothing of why", async () => {
    const message = "Invalid `to` field, in its own words";
    resend.behave({ status: 422, body: { statusCode: 422, name: "validation_error", message } });
    const answered = await askByMail();
    expect(told(answered)).toBe("500 delivery_failed");
    expect(JSON.stringify(answered.body)).not.toMatch(CALLER_SEES_NOTHING);
    expect(sendgrid.asked).toEqual([]);
  });

  it("is not sent where nobody takes it", async () => {
    resend.behave({ status: 503, body: "in its own words" });
    sendgrid.behave("reset");
    const answered = await askByMail();
    expect(told(answered)).toBe("500 delivery_failed");
    expect(JSON.stringify(answered.body)).not.toMatch(CALLER_SEES_NOTHING);
  });
});

describe("a code to a phone", () => {
  it("goes by text, and signs in", async () => {
    const answered = await askByPhone("sms");
    expect(told(answered)).toBe("200");
    const form = twilio.asked[0] ? formOf(twilio.asked[0]) : {};
    expect(form).toMatchObject({ From: FROM, To: expect.stringMatching(/^\+49151/) });
    expect(told(await guess(answered, codeIn(form.Body ?? "")))).toBe("200");
  });

  it("binds the text to the project's domain once that is proven; in test, where none leaves, to what was entered", async () => {
    const key = tenant.live.secret;
    const brand = await call(app, "PUT", "/api/admin/config/email", { key, body: { domain: "acme.de" } });
    expect(told(brand)).toBe("200");
    app.clock.advance(6);
    const textOf = async () => {
      asked += 1;
      expect(told(await askByPhone("sms"))).toBe("200");
      const last = twilio.asked.at(-1);
      return last ? (formOf(last).Body ?? "") : "";
    };
    expect(await textOf()).not.toContain("@");
    const body = { phone: "+4915112345699" };
    expect(told(await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body }))).toBe("200");
    const mailbox = await call(app, "GET", "/api/test/messages", { key: tenant.test.secret });
    expect(JSON.stringify(mailbox.body)).toContain("@acme.de #123456");

    const wanted = { domain: "mail.acme.de" };
    expect(told(await call(app, "POST", "/api/admin/domains/verify", { key, body: wanted }))).toBe("201");
    // As a check leaves it that found everything; no other one asks the outside about it.
    const text =
      "UPDATE domains SET verified_at = created_at, next_check_at = created_at + interval '1 year' WHERE name = $1";
    await app.deps.db.run({ name: "test_prove_domain", text }, [wanted.domain]);
    // However many others were verified before it.
    const older = `INSERT INTO domains SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(),
      'name', 'older' || n || '.dev', 'verified_at', d.created_at - interval '1 day'))).* FROM domains d, generate_series(1, 6) n WHERE d.name = $1`;
    await app.deps.db.run({ name: "test_older_domains", text: older }, [wanted.domain]);
    app.clock.advance(6);
    expect(await textOf()).toMatch(/\n\n@acme\.de #\d{6}$/);
  });

  it("goes by call, read digit by digit", async () => {
    const answered = await askByPhone("voice");
    expect(told(answered)).toBe("200");
    const { Twiml = "" } = twilio.asked[0] ? formOf(twilio.asked[0]) : {};
    const codes = Twiml.match(/(?:[a-z]+\. ?){6}/g)?.map((words) => words.trim().replaceAll(".", "").split(" ")) ?? [];
    expect(codes).toHaveLength(2);
    expect(codes[1]).toEqual(codes[0]);
    const code = codes[0]?.map((word) => DIGITS.indexOf(word)).join("") ?? "";
    expect(told(await guess(answered, code))).toBe("200");
  });

  it("goes by WhatsApp", async () => {
    const answered = await askByPhone("whatsapp");
    expect(told(answered)).toBe("200");
    const form = twilio.asked[0] ? formOf(twilio.asked[0]) : {};
    expect(form).toMatchObject({ From: `whatsapp:${FROM}`, To: expect.stringMatching(/^whatsapp:\+49151/) });
    expect(told(await guess(answered, codeIn(form.Body ?? "")))).toBe("200");
  });

  it("is not sent where Twilio will not, and the caller is told nothing of why", async () => {
    twilio.behave(twilioRefusal(400, 21608, "in its own words"));
    const answered = await askByPhone("sms");
    expect(told(answered)).toBe("500 delivery_failed");
    expect(JSON.stringify(answered.body)).not.toMatch(CALLER_SEES_NOTHING);
  });
});

describe("a test by the operator", () => {
  const PROVIDERS = "/api/admin/system/providers";
  const test = (provider: string, body: object) =>
    call(app, "POST", `${PROVIDERS}/${provider}/test`, { ...operator, body });

  it("lists whom the installation has, in order", async () => {
    const { body } = await call(app, "GET", PROVIDERS, operator);
    expect(body).toEqual({
      data: [
        { provider: "resend", title: "Resend", channels: ["email"] },
        { provider: "sendgrid", title: "SendGrid", channels: ["email"] },
        { provider: "twilio_messaging", title: "Twilio Messaging", channels: ["sms"] },
        { provider: "twilio_voice", title: "Twilio Voice", channels: ["voice"] },
        { provider: "twilio_whatsapp", title: "Twilio WhatsApp", channels: ["whatsapp"] },
      ],
    });
  });

  it("goes through that provider alone, holds no code, and stands in the log of Ninepin itself", async () => {
    const tested = await test("sendgrid", { to: "Ada@Example.com" });
    expect(tested.body).toMatchObject({ accepted: true, reason: null, message: "SendGrid took the message." });
    expect([resend.asked.length, sendgrid.asked.length]).toEqual([0, 1]);
    expect(sendgrid.asked[0]?.body).toContain("ada@example.com");
    expect(codeIn(sendgrid.asked[0]?.body ?? "")).toBe("000000");
    await app.deps.settle();
    await app.deps.jobs.drain(app.deps, 5);
    const statement = {
      name: "test_tested",
      text: "SELECT context->>'actor' AS actor, data FROM audit_log WHERE type = 'provider.tested'",
    };
    const rows = await app.deps.db.run<{ actor: string; data: unknown }>(statement, []);
    expect(rows).toEqual([{ actor: "operator", data: { provider: "sendgrid", channel: "email" } }]);
  });

  it("says in words what the provider answers", async () => {
    twilio.behave(twilioRefusal(401, 20003, "in its own words"));
    const unknown = await test("twilio_messaging", { to: "+4915112345678" });
    expect(unknown.body).toMatchObject({
      accepted: false,
      reason: "authentication",
      message: "Twilio Messaging does not know these credentials.",
      provider_message_id: null,
    });
    resend.behave({ status: 422, body: { statusCode: 422, name: "validation_error", message: "No such domain" } });
    const refused = await test("resend", { to: "ada@example.com" });
    expect(refused.body).toMatchObject({ accepted: false, detail: expect.stringContaining("No such domain") });
    expect(sendgrid.asked).toEqual([]);
  });

  it.each([
    ["resend", {}, "400 invalid_request"],
    ["resend", { to: "ada@example.com", channel: "sms" }, "400 invalid_request"],
    ["resend", { to: "a@x.dev, b@x.dev" }, "400 invalid_email"],
    ["twilio_voice", { to: "911" }, "400 invalid_phone"],
    ["resend", { to: "verified@ninepin.test" }, "400 test_recipient_in_live"],
    ["ses", { to: "ada@example.com" }, "404 not_found"],
    ["hook", {}, "404 not_found"],
  ])("is refused by %s to %j", async (provider, body, answer) => {
    expect(told(await test(provider, body))).toBe(answer);
    expect([resend, sendgrid, twilio].flatMap(({ asked: all }) => all)).toEqual([]);
  });

  it("is nobody else's", async () => {
    const body = { to: "ada@example.com" };
    for (const key of [tenant.live.secret, tenant.test.secret, tenant.live.publishable]) {
      expect(told(await call(app, "POST", `${PROVIDERS}/resend/test`, { key, body }))).toBe("403 forbidden");
      expect(told(await call(app, "GET", PROVIDERS, { key }))).toBe("403 forbidden");
    }
    expect(resend.asked).toEqual([]);
  });
});

describe("what is logged of it all", () => {
  it("holds no code, no address and no provider's words", () => {
    expect(app.log.join("\n")).not.toMatch(/ada\d+@|\+49151|in its own words|f2f2f2|re_123456789|SG\.abc/);
  });
});
