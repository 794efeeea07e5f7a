import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { parseJson } from "./parse-json";

/** What Amazon SNS posts to an HTTPS subscriber, signed. */
const Envelope = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().min(1).max(100),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime({ offset: true }),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});

export type SnsEnvelope = z.output<typeof Envelope>;

/** What is signed, by its kind, in this order (SNS Developer Guide, "Verifying the signatures of Amazon SNS messages"). */
const SIGNED = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
} as const satisfies Record<SnsEnvelope["Type"], readonly (keyof SnsEnvelope)[]>;

/** The service's own host. A looser pattern would let a bucket named "sns" be one (sns.s3-us-west-2.amazonaws.com). */
const HOST = /^sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/;

/** SNS repeats what was not taken for an hour or so. What was told once is kept once, so a replay changes nothing. */
const OLDEST_SECONDS = 2 * 3600;
const AHEAD_SECONDS = 300;

const FETCH_MS = 5_000;
const CERTIFICATE_BYTES = 16 * 1024;
const CERTIFICATES_KEPT = 16;

/** The keys of certificates that were fetched. Another certificate has another address, so none of them changes. */
const keys = new Map<string, KeyObject>();

/**
 * Where SNS is asked; `endpoint` is where SES's vendor endpoint was moved to (`SES_BASE_URL`), or null. `topicArn` is the
 * one topic that is listened to: SNS signs for the topics of everybody who has an account there.
 */
export type SnsAsking = { endpoint: string | null; topicArn: string; now: Date };

/**
 * Reads what SNS posts: its signature is checked with the certificate that it names, which is fetched from SNS's own host
 * alone. Null where it is not SNS's or of another topic, is too old, or its certificate cannot be had.
 */
export async function openSnsEnvelope(text: string, asking: SnsAsking): Promise<SnsEnvelope | null> {
  const read = Envelope.safeParse(parseJson(text));
  if (!read.success) return null;
  const envelope = read.data;
  if (envelope.TopicArn !== asking.topicArn) return null;
  const age = (asking.now.getTime() - Date.parse(envelope.Timestamp)) / 1000;
  if (age > OLDEST_SECONDS || age < -AHEAD_SECONDS) return null;
  const key = await keyAt(envelope.SigningCertURL, asking);
  if (key === null) return null;
  const signature = Buffer.from(envelope.Signature, "base64");
  const algorithm = envelope.SignatureVersion === "1" ? "sha1" : "sha256";
  return verify(algorithm, Buffer.from(signedText(envelope)), key, signature) ? envelope : null;
}

/** Says to SNS that we do want what it sends here. Whether it took that. */
export async function confirmSnsSubscription(
  { SubscribeURL: address }: SnsEnvelope,
  { endpoint }: SnsAsking,
): Promise<boolean> {
  const url = address === undefined ? null : snsAddress(address, endpoint);
  return url !== null && (await get(url)) !== null;
}

function signedText(envelope: SnsEnvelope): string {
  return SIGNED[envelope.Type]
    .flatMap((name) => {
      const value = envelope[name];
      return value === undefined || value === null ? [] : [`${name}\n${value}\n`];
    })
    .join("");
}

async function keyAt(address: string, { endpoint }: SnsAsking): Promise<KeyObject | null> {
  const url = snsAddress(address, endpoint);
  if (!url?.pathname.endsWith(".pem")) return null;
  const known = keys.get(url.href);
  if (known) return known;
  const certificate = await get(url);
  if (certificate === null) return null;
  try {
    const key = createPublicKey(certificate);
    for (const oldest of keys.keys()) {
      if (keys.size < CERTIFICATES_KEPT) break;
      keys.delete(oldest);
    }
    keys.set(url.href, key);
    return key;
  } catch {
    return null;
  }
}

/** The address as a URL where it is one of SNS's own; null for anybody else's. */
export function snsAddress(address: string, endpoint: string | null): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return null;
  if (endpoint !== null && url.origin === new URL(endpoint).origin) return url;
  return url.protocol === "https:" && url.port === "" && HOST.test(url.hostname) ? url : null;
}

/** What is there, as text; null where it cannot be had in time, is moved elsewhere, or is longer than a certificate. */
async function get(url: URL): Promise<string | null> {
  try {
    const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FETCH_MS) });
    if (!answer.ok || answer.body === null) return null;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body) {
      length += chunk.length;
      if (length > CERTIFICATE_BYTES) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch {
    return null;
  }
}
