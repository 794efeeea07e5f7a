import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/core/env";

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n").slice(1) : ["not an Error"];
  }
}

const root = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 41 + 7) % 256)).toString("base64");
const PRODUCTION = {
  NINEPIN_ENV: "production",
  APP_URL: "https://auth.example.com",
  SECRET_KEY: root,
  OPERATOR_KEY: "np_op_0123456789abcdefghij",
};

describe("the installation's providers", () => {
  it("knows the accounts at those who carry messages", () => {
    expect(readEnv({}).providers).toEqual({
      resend: null,
      sendgrid: null,
      ses: null,
      twilio: null,
      endpoints: { resend: null, sendgrid: null, ses: null, twilio: null },
    });
    const read = readEnv({
      EMAIL_FROM: "a@x.dev",
      RESEND_API_KEY: "re_1",
      RESEND_WEBHOOK_SECRET: "whsec_1",
      SENDGRID_API_KEY: "SG.1",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIA1",
      AWS_SECRET_ACCESS_KEY: "s",
      SES_SNS_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:codes",
      TWILIO_ACCOUNT_SID: "AC1",
      TWILIO_AUTH_TOKEN: "t",
      TWILIO_FROM: "+14155550100",
      RESEND_BASE_URL: "http://127.0.0.1:4000/",
    });
    expect(read.ignored).toEqual([]);
    expect(read.providers).toMatchObject({
      resend: { apiKey: "re_1", webhookSecret: "whsec_1" },
      sendgrid: { apiKey: "SG.1", webhookKey: null },
      ses: {
        region: "eu-west-1",
        accessKeyId: "AKIA1",
        secretAccessKey: "s",
        topicArn: expect.stringMatching(/:codes$/),
      },
      twilio: { accountSid: "AC1", from: "+14155550100", whatsappFrom: "+14155550100", verifyServiceSid: null },
      endpoints: { resend: "http://127.0.0.1:4000", twilio: null },
    });
  });

  it("takes no account for one that lacks its half: what AWS itself sets on a machine configures nothing", () => {
    const aws = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA1", AWS_SECRET_ACCESS_KEY: "s" };
    expect(readEnv(aws).providers.ses).toBeNull();
    expect(readEnv({ AWS_REGION: "eu-west-1", EMAIL_FROM: "a@x.dev" }).providers.ses).toBeNull();
    const named = { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "t", TWILIO_FROM: "ACME" };
    expect(readEnv(named).providers.twilio).toMatchObject({ from: "ACME", whatsappFrom: null });
  });

  it.each([
    ["a key of Resend without a sender", { RESEND_API_KEY: "re_1" }, ["EMAIL_FROM"]],
    [
      "a key of SendGrid with a line break",
      { SENDGRID_API_KEY: "SG\r\nx: y", EMAIL_FROM: "a@x.dev" },
      ["SENDGRID_API_KEY"],
    ],
    [
      "a Twilio account without its token",
      { TWILIO_ACCOUNT_SID: "AC1", TWILIO_FROM: "+14155550100" },
      ["TWILIO_AUTH_TOKEN"],
    ],
    [
      "a Twilio account that sends from nowhere",
      { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "t" },
      ["TWILIO_FROM"],
    ],
    [
      "an account's key in place of its SID",
      { TWILIO_ACCOUNT_SID: "SK1", TWILIO_AUTH_TOKEN: "t", TWILIO_FROM: "ACME" },
      ["TWILIO_ACCOUNT_SID"],
    ],
    ["a topic without its account", { SES_SNS_TOPIC_ARN: "arn:aws:sns:eu-west-1::codes" }, ["SES_SNS_TOPIC_ARN"]],
    ["a sending number that is none", { TWILIO_FROM: "+0 415" }, ["TWILIO_FROM"]],
    [
      "keys in the clear to somewhere else",
      { ...PRODUCTION, RESEND_BASE_URL: "http://proxy.example.com" },
      ["RESEND_BASE_URL"],
    ],
    ["an endpoint that is no URL", { TWILIO_BASE_URL: "api.twilio.com" }, ["TWILIO_BASE_URL"]],
    ["one of production", { ...PRODUCTION, TWILIO_BASE_URL: "api.twilio.com" }, ["TWILIO_BASE_URL"]],
    ["a mail server that is no URL", { SMTP_URL: "mail.x.dev", EMAIL_FROM: "a@x.dev" }, ["SMTP_URL"]],
    ["a mail server without a host", { SMTP_URL: "smtp://", EMAIL_FROM: "a@x.dev" }, ["SMTP_URL"]],
    ["half an escape in its password", { SMTP_URL: "smtp://u:%E0%A4%A@x.dev", EMAIL_FROM: "a@x.dev" }, ["SMTP_URL"]],
  ] satisfies [string, Record<string, string>, string[]][])("do not start with %s", (_, source, names) => {
    expect(problemsOf(source).map((line) => line.trim().split(":")[0])).toEqual(names);
  });
});
