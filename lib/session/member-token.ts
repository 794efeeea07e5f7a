import { decode, encode } from "next-auth/jwt";
import { isUuid } from "@/lib/core/ids";
import type { Keyring } from "@/lib/core/secrets";

/** The member session's id is all that the cookie holds; whatever it means is looked up on every request. */
export type MemberToken = { sid: string };

const LONGEST = 2048;

/** next-auth's secret under one of the root secrets: the current one unless said. */
export function sessionSecret(keyring: Keyring, rootId?: number): string {
  return keyring.mac("next_auth", "session cookie", rootId).toString("base64url");
}

/**
 * The session cookie's value: the root secret's id and next-auth's encrypted JWT, which dies after `maxAgeSeconds` even
 * where a copy of the cookie lives on.
 */
export async function encodeMemberToken(keyring: Keyring, sid: string, maxAgeSeconds: number): Promise<string> {
  const jwt = await encode({ token: { sid }, secret: sessionSecret(keyring), maxAge: maxAgeSeconds });
  return `${keyring.currentId}.${jwt}`;
}

/** What is in the cookie and when it dies, in Unix seconds; null when it is not ours, was altered or is over. */
export async function decodeMemberToken(
  keyring: Keyring,
  value: string,
): Promise<(MemberToken & { exp: number }) | null> {
  const dot = value.indexOf(".");
  const rootId = Number(value.slice(0, dot));
  if (value.length > LONGEST || dot < 1 || !keyring.key("next_auth", rootId)) return null;
  try {
    const payload = await decode({ token: value.slice(dot + 1), secret: sessionSecret(keyring, rootId) });
    if (typeof payload?.sid !== "string" || typeof payload.exp !== "number") return null;
    return isUuid(payload.sid) ? { sid: payload.sid, exp: payload.exp } : null;
  } catch {
    return null;
  }
}
