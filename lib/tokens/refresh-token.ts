import { uuidFromBytes, uuidToBytes } from "@/lib/core/ids";
import { type Keyring, sameBytes, sha256 } from "@/lib/core/secrets";

const PREFIX = "np_rt_";
const BODY_BYTES = 16 + 16 + 4 + 2 + 16;
const MAC_BYTES = 32;
export const SALT_BYTES = 16;

export type RefreshClaims = {
  environmentId: string;
  sessionId: string;
  generation: number;
  keyId: number;
  /** SHA-256 of the session's salt: what the session's row holds. */
  saltHash: Buffer;
  salt: Buffer;
};

/**
 * A refresh token: environment, session, generation, key id and the session's salt, and a MAC over all of it. Derived
 * and never stored: a dump of the database forges none, and the restore epoch, which is in the key, ends them all.
 */
export function sealRefreshToken(
  keyring: Keyring,
  claims: { environmentId: string; sessionId: string; generation: number; salt: Buffer },
): string {
  const keyId = keyring.currentId;
  const body = Buffer.alloc(BODY_BYTES);
  uuidToBytes(claims.environmentId).copy(body, 0);
  uuidToBytes(claims.sessionId).copy(body, 16);
  body.writeUInt32BE(claims.generation, 32);
  body.writeUInt16BE(keyId, 36);
  claims.salt.copy(body, 38);
  return PREFIX + Buffer.concat([body, keyring.mac("refresh", body, keyId)]).toString("base64url");
}

/** What a refresh token says, or null when its MAC is not ours. Needs no database. */
export function openRefreshToken(keyring: Keyring, token: string): RefreshClaims | null {
  if (!token.startsWith(PREFIX)) return null;
  const text = token.slice(PREFIX.length);
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString("base64url") !== text) return null;
  const body = bytes.subarray(0, BODY_BYTES);
  const keyId = body.readUInt16BE(36);
  if (!keyring.key("refresh", keyId)) return null;
  if (!sameBytes(keyring.mac("refresh", body, keyId), bytes.subarray(BODY_BYTES))) return null;
  const salt = Buffer.from(body.subarray(38));
  return {
    environmentId: uuidFromBytes(body.subarray(0, 16)),
    sessionId: uuidFromBytes(body.subarray(16, 32)),
    generation: body.readUInt32BE(32),
    keyId,
    salt,
    saltHash: sha256(salt),
  };
}
