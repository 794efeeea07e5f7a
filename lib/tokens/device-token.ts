import { uuidToBytes } from "@/lib/core/ids";
import { type Keyring, sameBytes } from "@/lib/core/secrets";

const PREFIX = "np_dt_";
export const DEVICE_BYTES = 16;
const MAC_BYTES = 32;

/**
 * Proof that a device has succeeded before for this identifier in this environment: it opens a lane of its own, which
 * strangers cannot use up. It opens nothing else: a code is needed all the same.
 */
export function sealDeviceToken(
  keyring: Keyring,
  claims: { environmentId: string; identifierKey: Buffer; deviceId: Buffer },
): string {
  const body = Buffer.alloc(2 + DEVICE_BYTES);
  body.writeUInt16BE(keyring.currentId, 0);
  claims.deviceId.copy(body, 2);
  return PREFIX + Buffer.concat([body, macOf(keyring, body, claims, keyring.currentId)]).toString("base64url");
}

/** The device that the token names, or null when it is not a proof for this identifier here. */
export function openDeviceToken(
  keyring: Keyring,
  token: string,
  claims: { environmentId: string; identifierKey: Buffer },
): Buffer | null {
  if (!token.startsWith(PREFIX)) return null;
  const bytes = Buffer.from(token.slice(PREFIX.length), "base64url");
  if (bytes.length !== 2 + DEVICE_BYTES + MAC_BYTES) return null;
  const body = bytes.subarray(0, 2 + DEVICE_BYTES);
  const keyId = body.readUInt16BE(0);
  if (!keyring.key("device", keyId)) return null;
  if (!sameBytes(macOf(keyring, body, claims, keyId), bytes.subarray(2 + DEVICE_BYTES))) return null;
  return Buffer.from(body.subarray(2));
}

function macOf(
  keyring: Keyring,
  body: Buffer,
  claims: { environmentId: string; identifierKey: Buffer },
  keyId: number,
): Buffer {
  return keyring.mac("device", Buffer.concat([uuidToBytes(claims.environmentId), claims.identifierKey, body]), keyId);
}
