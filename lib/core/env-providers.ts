import { z } from "zod";
import type { EnvReader } from "./env-reader";
import { isConfidential } from "./loopback";
import { SNS_TOPIC } from "./sns-topic";

/** The installation's own accounts at those who carry messages, beside SMTP; null for each that is not configured. */
export type ProvidersEnv = {
  /** `webhookSecret`: what Resend signs its callbacks with (`whsec_…`). */
  resend: { apiKey: string; webhookSecret: string | null } | null;
  /** `webhookKey`: the public key that SendGrid's callbacks are checked with. */
  sendgrid: { apiKey: string; webhookKey: string | null } | null;
  ses: {
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string | null;
    configurationSet: string | null;
    /** The topic of SNS that callbacks are taken from: none without it. */
    topicArn: string | null;
  } | null;
  twilio: {
    accountSid: string;
    authToken: string;
    /** A number, or a name that stands in its place; only a number can call. */
    from: string | null;
    messagingServiceSid: string | null;
    verifyServiceSid: string | null;
    whatsappFrom: string | null;
    whatsappContentSid: string | null;
  } | null;
  /** Where a vendor's SDK asks instead of its own place: a regional one, a proxy, a test server. No slash at the end. */
  endpoints: { resend: string | null; sendgrid: string | null; ses: string | null; twilio: string | null };
};

const NUMBER = /^\+[1-9]\d{4,14}$/;
/** A number, a short code, or an alphanumeric sender (3GPP TS 23.038: eleven characters). */
const SENDER = /^(\+[1-9]\d{4,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/;
const key = z.string().regex(/^[\x21-\x7e]+$/);

/** Reads which providers the installation has. What one of them lacks is a problem of the start. */
export function readProviders(
  reader: EnvReader,
  { emailFrom, production }: { emailFrom: string | null; production: boolean },
): ProvidersEnv {
  const providers: ProvidersEnv = {
    resend: readResend(reader),
    sendgrid: readSendgrid(reader),
    ses: readSes(reader, emailFrom),
    twilio: readTwilio(reader),
    endpoints: readEndpoints(reader, production),
  };
  const needing = ["RESEND_API_KEY", "SENDGRID_API_KEY", "SMTP_URL"].find((name) => reader.has(name));
  if (needing && emailFrom === null) reader.problem("EMAIL_FROM", `is needed beside ${needing}`);
  return providers;
}

function readResend(reader: EnvReader): ProvidersEnv["resend"] {
  const apiKey = reader.read("RESEND_API_KEY", key.nullable(), null, "a key of Resend, re_…");
  const secret = key.startsWith("whsec_").nullable();
  const webhookSecret = reader.read("RESEND_WEBHOOK_SECRET", secret, null, "the signing secret of a webhook, whsec_…");
  return apiKey === null ? null : { apiKey, webhookSecret };
}

function readSendgrid(reader: EnvReader): ProvidersEnv["sendgrid"] {
  const apiKey = reader.read("SENDGRID_API_KEY", key.nullable(), null, "a key of SendGrid, SG.…");
  const webhookKey = reader.read(
    "SENDGRID_WEBHOOK_KEY",
    z.base64().nullable(),
    null,
    "the public key of the event webhook",
  );
  return apiKey === null ? null : { apiKey, webhookKey };
}

/**
 * SES counts as configured with a region, a key and a sender. Machines have the AWS variables for other ends, and some
 * platforms set the region themselves: they alone are no mistake.
 */
function readSes(reader: EnvReader, emailFrom: string | null): ProvidersEnv["ses"] {
  const region = reader.read(
    "AWS_REGION",
    z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .nullable(),
    null,
    "a region such as eu-west-1",
  );
  const accessKeyId = reader.read("AWS_ACCESS_KEY_ID", key.nullable(), null, "an access key");
  const secretAccessKey = reader.read("AWS_SECRET_ACCESS_KEY", key.nullable(), null, "the secret of AWS_ACCESS_KEY_ID");
  const sessionToken = reader.read("AWS_SESSION_TOKEN", key.nullable(), null, "the token of a temporary key");
  const configurationSet = reader.read("SES_CONFIGURATION_SET", key.nullable(), null, "a configuration set of SES");
  const topicArn = reader.read("SES_SNS_TOPIC_ARN", word(SNS_TOPIC), null, "a topic of SNS, arn:aws:sns:…");
  if (region === null || accessKeyId === null || secretAccessKey === null || emailFrom === null) return null;
  return { region, accessKeyId, secretAccessKey, sessionToken, configurationSet, topicArn };
}

/** A text of that form, or none. */
function word(pattern: RegExp) {
  return z.string().regex(pattern).nullable();
}

function readTwilio(reader: EnvReader): ProvidersEnv["twilio"] {
  const accountSid = reader.read("TWILIO_ACCOUNT_SID", word(/^AC[0-9A-Za-z]+$/), null, "an account's SID, AC…");
  const authToken = reader.read("TWILIO_AUTH_TOKEN", key.nullable(), null, "the account's auth token");
  const from = reader.read("TWILIO_FROM", word(SENDER), null, "a number such as +14155550100");
  const messagingServiceSid = reader.read(
    "TWILIO_MESSAGING_SERVICE_SID",
    word(/^MG[0-9A-Za-z]+$/),
    null,
    "a service's SID, MG…",
  );
  const verifyServiceSid = reader.read(
    "TWILIO_VERIFY_SERVICE_SID",
    word(/^VA[0-9A-Za-z]+$/),
    null,
    "a service's SID, VA…",
  );
  const ownNumber = from !== null && NUMBER.test(from) ? from : null;
  const whatsappFrom = reader.read("TWILIO_WHATSAPP_FROM", word(NUMBER), ownNumber, "a number such as +14155550100");
  const whatsappContentSid = reader.read(
    "TWILIO_WHATSAPP_CONTENT_SID",
    word(/^HX[0-9A-Za-z]+$/),
    null,
    "a template's SID, HX…",
  );
  if (!reader.has("TWILIO_ACCOUNT_SID")) return null;
  if (!reader.has("TWILIO_AUTH_TOKEN")) reader.problem("TWILIO_AUTH_TOKEN", "is needed beside TWILIO_ACCOUNT_SID");
  if (!["TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID", "TWILIO_VERIFY_SERVICE_SID"].some((name) => reader.has(name))) {
    reader.problem("TWILIO_FROM", "or TWILIO_MESSAGING_SERVICE_SID or TWILIO_VERIFY_SERVICE_SID is needed");
  }
  if (accountSid === null || authToken === null) return null;
  return { accountSid, authToken, from, messagingServiceSid, verifyServiceSid, whatsappFrom, whatsappContentSid };
}

/** Keys go there with every request: in production over TLS, or no further than this machine. */
function readEndpoints(reader: EnvReader, production: boolean): ProvidersEnv["endpoints"] {
  const url = z
    .url({ protocol: /^https?$/ })
    .refine((value) => !production || isConfidential(value))
    .transform((value) => value.replace(/\/+$/, ""));
  const read = (name: string) => reader.read(name, url.nullable(), null, "an https:// URL");
  return {
    resend: read("RESEND_BASE_URL"),
    sendgrid: read("SENDGRID_BASE_URL"),
    ses: read("SES_BASE_URL"),
    twilio: read("TWILIO_BASE_URL"),
  };
}
