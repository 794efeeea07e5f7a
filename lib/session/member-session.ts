import { secondsUntil } from "@/lib/core/clock";
import { endMemberSession } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import { clearCookie, readCookie, writeCookie } from "./cookies";
import { decodeMemberToken, encodeMemberToken } from "./member-token";

/** Gives the browser the cookie of a member session that has just begun. */
export async function startMemberSession(session: { memberSessionId: string; expiresAt: Date }): Promise<void> {
  const { env, keyring, clock } = await getDeps();
  const seconds = secondsUntil(session.expiresAt, clock.now());
  const value = await encodeMemberToken(keyring, session.memberSessionId, seconds);
  await writeCookie(env, "member", value, session.expiresAt);
}

/** Revokes the member session that the browser has, if any, and takes its cookie back. */
export async function endCurrentMemberSession(): Promise<void> {
  const deps = await getDeps();
  const cookie = await readCookie(deps.env, "member");
  const token = cookie === null ? null : await decodeMemberToken(deps.keyring, cookie);
  if (token) await endMemberSession(deps, token.sid);
  await clearCookie(deps.env, "member");
}
