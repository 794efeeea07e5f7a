import { createHmac } from "node:crypto";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Deps } from "@/lib/ports";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** A new secret (Standard Webhooks 1.0: 24 to 64 random bytes), as its owner is shown it this once. */
export function newSecret(random: Deps["random"]): string {
  return PREFIX + random.bytes(SECRET_BYTES).toString("base64");
}

/** The row that an encrypted secret belongs to: it opens in no other. */
export function webhookSecretPlace(environmentId: string, endpointId: string): string {
  return `webhook_endpoints/${environmentId}/${endpointId}`;
}

/** A secret as it is kept. */
export function sealSecret(deps: Pick<Deps, "keyring" | "random">, secret: string, place: string): Buffer {
  return encrypt(deps.keyring, deps.random, secret, place);
}

/** A kept secret as it signs. */
export function openSecret(keyring: Deps["keyring"], sealed: Uint8Array, place: string): string {
  return decrypt(keyring, sealed, place).toString();
}

/**
 * The headers of one attempt (Standard Webhooks 1.0): the event's id, which stays the same, the seconds of this attempt,
 * and a signature over both and the body's bytes for each secret.
 */
export function signedHeaders(
  event: { id: string; body: string },
  secrets: readonly string[],
  at: Date,
): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    "content-type": "application/json",
    "user-agent": "Ninepin-Webhooks/1",
    "webhook-id": event.id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": secrets.map((secret) => sign(secret, `${event.id}.${seconds}.${event.body}`)).join(" "),
  };
}

/** One signature, with its version. */
export function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

/** The body of an event: the same bytes whenever it is made, as the database keeps the order of the keys. */
export function bodyOf(event: { type: string; at: Date; data: object }): string {
  return JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: event.data });
}
