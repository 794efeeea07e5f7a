import type { Env } from "@/lib/core/env";
import { uuidFromBytes, uuidToBytes } from "@/lib/core/ids";
import { type Keyring, sameBytes } from "@/lib/core/secrets";

/** The vendors that tell what became of a message, each at its own path. */
export type CallbackVendor = "resend" | "sendgrid" | "ses" | "twilio" | "twilio_verify";

/** Whose account at the vendor it is: a customer's own, in that environment, or the installation's, which serves all. */
export type CallbackAccount = { environmentId: string; accountId: string } | "installation";

/** The message that a callback is about. */
export type CallbackMessage = { environmentId: string; messageId: string };

const VENDOR_OF: Readonly<Record<string, CallbackVendor>> = {
  resend: "resend",
  sendgrid: "sendgrid",
  ses: "ses",
  twilio_messaging: "twilio",
  twilio_verify: "twilio_verify",
  twilio_voice: "twilio",
  twilio_whatsapp: "twilio",
};

const KEY_ID_BYTES = 4;
const ID_BYTES = 16;
const MAC_BYTES = 16;
const CLAIMS_BYTES = KEY_ID_BYTES + 2 * ID_BYTES;
const INSTALLATION = Buffer.alloc(2 * ID_BYTES);

/** Which vendor tells of what that provider carried; null where nobody does. */
export function callbackVendorOf(provider: string): CallbackVendor | null {
  return Object.hasOwn(VENDOR_OF, provider) ? (VENDOR_OF[provider] ?? null) : null;
}

/**
 * The address that a vendor calls: what somebody enters in its settings. The secret in it says whose account it is, and
 * is made for this vendor alone. It holds for as long as the root secret that made it is listed.
 */
export function callbackUrl(
  { env, keyring }: { env: Pick<Env, "appUrl">; keyring: Keyring },
  vendor: CallbackVendor,
  account: CallbackAccount,
): string {
  return withSecret(env, vendor, sealCallbackSecret(keyring, vendor, account));
}

function withSecret({ appUrl }: Pick<Env, "appUrl">, vendor: CallbackVendor, secret: string): string {
  return `${appUrl}/api/hooks/${vendor.replace("_", "-")}/${secret}`;
}

/** The same for one message, where the vendor signs the address it calls instead of carrying names of ours along. */
export function messageCallbackUrl(
  deps: { env: Pick<Env, "appUrl">; keyring: Keyring },
  vendor: CallbackVendor,
  account: CallbackAccount,
  message: CallbackMessage,
): string {
  return withMessage(callbackUrl(deps, vendor, account), message);
}

/**
 * The address of a callback, made anew from the secret that was called and the message or the body's hash that its query
 * named: what the vendor must have signed.
 */
export function calledUrl(
  env: Pick<Env, "appUrl">,
  vendor: CallbackVendor,
  secret: string,
  named: CallbackMessage | { bodyHash: string },
): string {
  const url = withSecret(env, vendor, secret);
  return "bodyHash" in named ? `${url}?bodySHA256=${named.bodyHash}` : withMessage(url, named);
}

function withMessage(url: string, { environmentId, messageId }: CallbackMessage): string {
  return `${url}?environment=${environmentId}&message=${messageId}`;
}

function sealCallbackSecret(keyring: Keyring, vendor: CallbackVendor, account: CallbackAccount): string {
  const claims = Buffer.alloc(CLAIMS_BYTES);
  claims.writeUInt32BE(keyring.currentId);
  if (account !== "installation") {
    uuidToBytes(account.environmentId).copy(claims, KEY_ID_BYTES);
    uuidToBytes(account.accountId).copy(claims, KEY_ID_BYTES + ID_BYTES);
  }
  return Buffer.concat([claims, macOf(keyring, vendor, claims, keyring.currentId)]).toString("base64url");
}

/** Whose account a secret names; null for one that we did not make, or made for another vendor. */
export function openCallbackSecret(keyring: Keyring, vendor: CallbackVendor, secret: string): CallbackAccount | null {
  const bytes = Buffer.from(secret, "base64url");
  if (bytes.length !== CLAIMS_BYTES + MAC_BYTES || bytes.toString("base64url") !== secret) return null;
  const claims = bytes.subarray(0, CLAIMS_BYTES);
  const keyId = claims.readUInt32BE(0);
  if (keyring.key("callback", keyId) === undefined) return null;
  if (!sameBytes(macOf(keyring, vendor, claims, keyId), bytes.subarray(CLAIMS_BYTES))) return null;
  const ids = claims.subarray(KEY_ID_BYTES);
  if (ids.equals(INSTALLATION)) return "installation";
  return {
    environmentId: uuidFromBytes(ids.subarray(0, ID_BYTES)),
    accountId: uuidFromBytes(ids.subarray(ID_BYTES)),
  };
}

function macOf(keyring: Keyring, vendor: CallbackVendor, claims: Buffer, keyId: number): Buffer {
  return keyring.mac("callback", Buffer.concat([Buffer.from(`${vendor}\n`), claims]), keyId).subarray(0, MAC_BYTES);
}
