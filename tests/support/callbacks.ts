import { generateKeyPairSync, sign } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { getExpectedBodyHash, getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";

/** A callback as a vendor posts it. */
export type Callback = { headers: Record<string, string>; text: string };

export const RESEND_SECRET = `whsec_${Buffer.from("a secret of the tests, 32 bytes.").toString("base64")}`;

/** What Resend posts, signed as Svix does. `at` is when: the library that checks it goes by the machine's clock. */
export function fromResend(
  payload: object,
  { secret = RESEND_SECRET, id = "msg_1", at = new Date() }: { secret?: string; id?: string; at?: Date } = {},
): Callback {
  const text = JSON.stringify(payload);
  const signature = new Webhook(secret).sign(id, at, text);
  const headers = {
    "content-type": "application/json",
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": signature,
  };
  return { headers, text };
}

const elliptic = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

/** The public key as SendGrid shows it. */
export const SENDGRID_KEY = elliptic.publicKey.export({ type: "spki", format: "der" }).toString("base64");

/** What SendGrid posts: a batch, signed over the time and the text. */
export function fromSendGrid(batch: unknown, at: Date, key = elliptic.privateKey): Callback {
  const text = typeof batch === "string" ? batch : JSON.stringify(batch);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = {
    "content-type": "application/json",
    "x-twilio-email-event-webhook-timestamp": timestamp,
    "x-twilio-email-event-webhook-signature": sign("sha256", Buffer.from(timestamp + text), key).toString("base64"),
  };
  return { headers, text };
}

/** Another pair than SendGrid's. */
export const otherElliptic = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** What stands at the address of SNS's certificate. */
export const SNS_CERTIFICATE = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();

/** The topic that SES publishes to, unless a test says another. */
export const SNS_TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:codes";

const NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const SUBSCRIPTION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

/** What SNS posts, signed with the key whose certificate is at `endpoint`. */
export function fromSns(
  fields: Readonly<Record<string, string>>,
  { endpoint, at, version = "2" }: { endpoint: string; at: Date; version?: "1" | "2" },
): Callback {
  const envelope: Record<string, string> = {
    Type: "Notification",
    MessageId: "sns-1",
    TopicArn: SNS_TOPIC_ARN,
    Timestamp: at.toISOString(),
    ...fields,
  };
  const names = envelope.Type === "Notification" ? NOTIFICATION : SUBSCRIPTION;
  const signed = names.filter((name) => name in envelope).map((name) => `${name}\n${envelope[name]}\n`);
  const digest = version === "1" ? "sha1" : "sha256";
  const signature = sign(digest, Buffer.from(signed.join("")), rsa.privateKey).toString("base64");
  const text = JSON.stringify({
    SigningCertURL: `${endpoint}/SimpleNotificationService-1.pem`,
    ...envelope,
    SignatureVersion: version,
    Signature: signature,
  });
  return { headers: { "content-type": "text/plain; charset=UTF-8" }, text };
}

/** What SES publishes of a message. */
export function sesEvent(
  message: { environmentId: string; messageId: string },
  eventType: string,
  what: Readonly<Record<string, unknown>> = {},
): string {
  const tags = { environment_id: [message.environmentId], message_id: [message.messageId], "ses:caller": ["x"] };
  return JSON.stringify({
    eventType,
    mail: { timestamp: "2026-11-20T14:22:10.000Z", messageId: "ses-1", tags },
    ...what,
  });
}

/** What Twilio posts to that address: a form, signed together with the address. */
export function fromTwilio(url: string, form: Readonly<Record<string, string>>, authToken: string): Callback {
  return {
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature(authToken, url, form),
    },
    text: new URLSearchParams(form).toString(),
  };
}

/**
 * What Twilio's Event Streams post to a webhook sink: JSON, whose hash is in the address that is signed. `search` goes
 * with it.
 */
export function fromEventStreams(url: string, batch: unknown, authToken: string): Callback & { search: string } {
  const text = JSON.stringify(batch);
  const search = `?bodySHA256=${getExpectedBodyHash(text)}`;
  const signature = getExpectedTwilioSignature(authToken, url + search, {});
  return { headers: { "content-type": "application/json", "x-twilio-signature": signature }, text, search };
}

/** What Event Streams tell of a text of Verify. */
export function verifyEvent(
  message: { environmentId: string; messageId: string },
  status: string,
  { accountSid, errorCode = "" }: { accountSid: string; errorCode?: string },
): { type: string; data: Record<string, unknown> } & Record<string, unknown> {
  return {
    specversion: "1.0",
    type: `com.twilio.accountsecurity.verify.message.${status}`,
    source: `/v1/Accounts/${accountSid}/Services/VA1/Verifications/VE1`,
    id: `event-${status}`,
    dataschema: "https://events-schemas.twilio.com/AccountSecurity.MessageStatusEvent/2",
    datacontenttype: "application/json",
    time: "2026-11-20T14:22:12.000Z",
    data: {
      created_at: "2026-11-20T14:22:10.000Z",
      account_sid: accountSid,
      service_sid: "VA1",
      verification_sid: "VE1",
      attempt_sid: `VL-${message.messageId}`,
      error_code: errorCode,
      channel: "SMS",
      message_status: status.toUpperCase(),
      has_fallback: false,
      is_fallback: false,
      to: "+447400123456",
      tags: { environment_id: message.environmentId, message_id: message.messageId },
    },
  };
}
