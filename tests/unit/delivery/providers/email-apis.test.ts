import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resendEmail } from "@/lib/delivery/providers/resend-email";
import { sendgridEmail } from "@/lib/delivery/providers/sendgrid-email";
import { sesEmail } from "@/lib/delivery/providers/ses-email";
import { CODE, ENVIRONMENT_ID, email, MESSAGE_ID, toolsFor } from "../../../support/vendors/provider-rig";
import { RESEND_KEY, startResend } from "../../../support/vendors/resend";
import { SENDGRID_KEY, startSendgrid } from "../../../support/vendors/sendgrid";
import { SES_ACCOUNT, sesRefusal, startSes } from "../../../support/vendors/ses";
import type { Vendor } from "../../../support/vendors/vendor";

const { tools } = toolsFor();
const HEADERS = { "Auto-Submitted": "auto-generated", "OTP-Token": `"${CODE}"; origin="https://northwind.dev"` };

function vendorOf(start: () => Promise<Vendor>) {
  const started: { vendor?: Vendor } = {};
  beforeAll(async () => {
    started.vendor = await start();
  });
  beforeEach(() => started.vendor?.behave("accept"));
  afterAll(() => started.vendor?.close());
  return () => {
    if (!started.vendor) throw new Error("Not started");
    return started.vendor;
  };
}

describe("Resend", () => {
  const vendor = vendorOf(startResend);
  const configOf = (api_key = RESEND_KEY) => resendEmail.configSchema.parse({ api_key, base_url: vendor().url });

  it("is sent the whole message, by its contract", async () => {
    expect(await resendEmail.send(email(), configOf(), tools)).toEqual({
      state: "accepted",
      providerMessageId: "49a3999c-0ce1-4ea6-ab68-0123456789ab",
    });
    const asked = vendor().asked.at(-1);
    expect(asked).toMatchObject({
      method: "POST",
      path: "/emails",
      headers: { authorization: `Bearer ${RESEND_KEY}`, "idempotency-key": MESSAGE_ID },
    });
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      from: `"Nörthwind, Inc." <login@mail.ninepin.dev>`,
      to: ["ada@x.dev"],
      reply_to: `"Northwind" <help@northwind.dev>`,
      subject: `${CODE} is your Northwind code`,
      text: `${CODE} is your Northwind code.`,
      html: `<p>${CODE}</p>`,
      headers: HEADERS,
      tags: [
        { name: "environment_id", value: ENVIRONMENT_ID },
        { name: "message_id", value: MESSAGE_ID },
      ],
    });
  });

  it("answers the same when the same is sent again", async () => {
    const [first, second] = [
      await resendEmail.send(email(), configOf(), tools),
      await resendEmail.send(email(), configOf(), tools),
    ];
    expect(second).toEqual(first);
  });

  it.each([
    [
      "403 validation_error",
      "The x.dev domain is not verified. Please, add and verify your domain",
      "retry",
      "sender_refused",
    ],
    [
      "403 validation_error",
      "You can only send testing emails to your own email address. To send emails to other recipients, verify a domain",
      "retry",
      "sender_refused",
    ],
    [
      "422 validation_error",
      "Invalid `to` field. The email address needs to follow the `email@example.com` format",
      "rejected",
      "recipient_refused",
    ],
    [
      "422 validation_error",
      "Invalid `from` field. The email address needs to follow the `email@example.com` format",
      "retry",
      "sender_refused",
    ],
    ["422 invalid_parameter", "The `subject` is wrong", "rejected", "message_refused"],
    ["403 invalid_api_key", "API key is invalid", "retry", "authentication"],
    ["429 daily_quota_exceeded", "You have reached your daily email sending quota", "retry", "temporary"],
    ["409 invalid_idempotent_request", "This idempotency key has been used", "retry", "provider_error"],
    ["409 concurrent_idempotent_requests", "The original request is still in progress", "retry", "temporary"],
    ["500 internal_server_error", "An unexpected error occurred", "retry", "provider_error"],
  ])("%s, %s: %s, %s", async (error, message, state, reason) => {
    const [status = "", name] = error.split(" ");
    vendor().behave({ status: Number(status), body: { statusCode: Number(status), name, message } });
    expect(await resendEmail.send(email(), configOf(), tools)).toMatchObject({ state, reason, detail: message });
  });

  it("is checked without sending anything, also with a key that may only send", async () => {
    expect(await resendEmail.check(configOf(), tools)).toEqual({ ok: true });
    expect(vendor().asked.at(-1)).toMatchObject({ method: "GET", path: "/domains" });
    expect(await resendEmail.check(configOf("re_other"), tools)).toMatchObject({ ok: false, reason: "authentication" });
    const message = "This API key is restricted to only send emails";
    vendor().behave({ status: 401, body: { statusCode: 401, name: "restricted_api_key", message } });
    expect(await resendEmail.check(configOf(), tools)).toEqual({ ok: true });
  });
});

describe("SendGrid", () => {
  const vendor = vendorOf(startSendgrid);
  const configOf = (api_key = SENDGRID_KEY) => sendgridEmail.configSchema.parse({ api_key, base_url: vendor().url });

  it("is sent the whole message, by its contract, and told to track nothing", async () => {
    expect(await sendgridEmail.send(email(), configOf(), tools)).toEqual({
      state: "accepted",
      providerMessageId: "14c5d75ce93.dfd.64b469",
    });
    const asked = vendor().asked.at(-1);
    expect(asked).toMatchObject({
      method: "POST",
      path: "/v3/mail/send",
      headers: { authorization: `Bearer ${SENDGRID_KEY}`, "content-type": "application/json" },
    });
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      from: { email: "login@mail.ninepin.dev", name: "Nörthwind, Inc." },
      personalizations: [{ to: [{ email: "ada@x.dev" }] }],
      reply_to: { email: "help@northwind.dev", name: "Northwind" },
      subject: `${CODE} is your Northwind code`,
      content: [
        { type: "text/plain", value: `${CODE} is your Northwind code.` },
        { type: "text/html", value: `<p>${CODE}</p>` },
      ],
      headers: { "Message-ID": `<${MESSAGE_ID}@mail.ninepin.dev>`, ...HEADERS },
      custom_args: { environment_id: ENVIRONMENT_ID, message_id: MESSAGE_ID },
      tracking_settings: {
        click_tracking: { enable: false },
        open_tracking: { enable: false },
        subscription_tracking: { enable: false },
      },
    });
  });

  it("keeps the keys of two accounts apart that send at once", async () => {
    const configs = [configOf(), configOf("SG.other.key")];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => sendgridEmail.send(email(), configs[at % 2] ?? configOf(), tools)),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(outcomes.map((_, at) => (at % 2 === 0 ? "accepted" : "retry")));
  });

  it.each([
    [400, "Does not contain a valid address.", "personalizations.0.to.0.email", "rejected", "recipient_refused"],
    [400, "The subject is required.", "subject", "rejected", "message_refused"],
    [413, "The JSON payload is too large", null, "rejected", "message_refused"],
    [403, "The from address does not match a verified Sender Identity.", "from", "retry", "sender_refused"],
    [403, "access forbidden", null, "retry", "authentication"],
    [401, "Maximum credits exceeded", null, "retry", "temporary"],
    [401, "The provided authorization grant is invalid", null, "retry", "authentication"],
  ])("%i %s: %s, %s, %s", async (status, message, field, state, reason) => {
    vendor().behave({ status, body: { errors: [{ message, field, help: null }] } });
    expect(await sendgridEmail.send(email(), configOf(), tools)).toMatchObject({ state, reason, detail: message });
  });

  it("is checked without sending anything", async () => {
    expect(await sendgridEmail.check(configOf(), tools)).toEqual({ ok: true });
    expect(await sendgridEmail.check(configOf("SG.x"), tools)).toMatchObject({ ok: false, reason: "authentication" });
    vendor().behave({ status: 200, body: { scopes: ["stats.read"] } });
    expect(await sendgridEmail.check(configOf(), tools)).toMatchObject({ ok: false, reason: "authentication" });
  });
});

describe("Amazon SES", () => {
  const vendor = vendorOf(startSes);
  const configOf = (more = {}) => sesEmail.configSchema.parse({ ...SES_ACCOUNT, ...more, base_url: vendor().url });

  it("is sent the whole message, by its contract, signed for the region", async () => {
    const config = configOf({ configuration_set: "codes" });
    expect(await sesEmail.send(email(), config, tools)).toEqual({
      state: "accepted",
      providerMessageId: "0102018f-000000",
    });
    const asked = vendor().asked.at(-1);
    expect(asked).toMatchObject({ method: "POST", path: "/v2/email/outbound-emails" });
    expect(asked?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/ses\/aws4_request/,
    );
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      FromEmailAddress: "=?UTF-8?B?TsO2cnRod2luZCwgSW5jLg==?= <login@mail.ninepin.dev>",
      Destination: { ToAddresses: ["ada@x.dev"] },
      ReplyToAddresses: [`"Northwind" <help@northwind.dev>`],
      ConfigurationSetName: "codes",
      EmailTags: [
        { Name: "environment_id", Value: ENVIRONMENT_ID },
        { Name: "message_id", Value: MESSAGE_ID },
      ],
      Content: {
        Simple: {
          Subject: { Data: `${CODE} is your Northwind code`, Charset: "UTF-8" },
          Body: {
            Text: { Data: `${CODE} is your Northwind code.`, Charset: "UTF-8" },
            Html: { Data: `<p>${CODE}</p>`, Charset: "UTF-8" },
          },
          Headers: Object.entries(HEADERS).map(([Name, Value]) => ({ Name, Value })),
        },
      },
    });
    sesEmail.close?.(config);
  });

  it("keeps its connection between messages", async () => {
    const config = configOf();
    await sesEmail.send(email(), config, tools);
    const before = vendor().connections();
    for (let count = 0; count < 3; count += 1) await sesEmail.send(email(), config, tools);
    expect(vendor().connections()).toBe(before);
    sesEmail.close?.(config);
  });

  it.each([
    [
      400,
      "MessageRejected",
      "Email address is not verified. The following identities failed",
      "retry",
      "sender_refused",
    ],
    [400, "MessageRejected", "Attachment type is not supported", "rejected", "message_refused"],
    [400, "BadRequestException", "Header name is wrong", "rejected", "message_refused"],
    [400, "MailFromDomainNotVerifiedException", "x.dev is not verified", "retry", "sender_refused"],
    [400, "SendingPausedException", "Email sending is paused", "retry", "sender_refused"],
    [400, "LimitExceededException", "Daily quota exceeded", "retry", "temporary"],
    [429, "TooManyRequestsException", "Maximum sending rate exceeded", "retry", "temporary"],
    [403, "InvalidSignatureException", "The request signature does not match", "retry", "authentication"],
    [404, "NotFoundException", "Configuration set codes does not exist", "retry", "sender_refused"],
    [500, "InternalFailure", "again", "retry", "provider_error"],
  ])("%i %s, %s: %s, %s", async (status, name, message, state, reason) => {
    vendor().behave(sesRefusal(status, name, message));
    expect(await sesEmail.send(email(), configOf(), tools)).toMatchObject({ state, reason, detail: message });
  });

  it("is checked without sending anything", async () => {
    expect(await sesEmail.check(configOf(), tools)).toEqual({ ok: true });
    const other = configOf({ access_key_id: "AKIAOTHER" });
    expect(await sesEmail.check(other, tools)).toMatchObject({ ok: false, reason: "authentication" });
    vendor().behave({ status: 200, body: { SendingEnabled: false } });
    expect(await sesEmail.check(configOf(), tools)).toMatchObject({ ok: false, reason: "sender_refused" });
  });
});

describe("what a hostile name says", () => {
  const name = `Eve" <eve@evil.example>, "x`;
  const hostile = email({ from: { name, address: "login@mail.ninepin.dev" } });

  it("becomes no second address", async () => {
    const vendor = await startResend();
    const config = resendEmail.configSchema.parse({ api_key: RESEND_KEY, base_url: vendor.url });
    await resendEmail.send(hostile, config, tools);
    await vendor.close();
    expect(JSON.parse(vendor.asked[0]?.body ?? "").from).toBe(`"Eve eve@evil.example, x" <login@mail.ninepin.dev>`);
  });
});
