import { secondsUntil } from "@/lib/core/clock";
import { endMemberSession } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import type { Deps } from "@/lib/ports";
import { clearCookie, readCookie, writeCookie } from "./cookies";
import { decodeMemberToken, encodeMemberToken } from "./member-token";

/**
 * Gives the browser the cookie of a member session that has just begun. The one that it had is over: a copy of its cookie
 * must not outlive it (ASVS 7.2.4).
 */
export async function startMemberSession(session: { memberSessionId: string; expiresAt: Date }): Promise<void> {
  const deps = await getDeps();
  const { env, keyring, clock } = deps;
  await endSessionOfBrowser(deps);
  const seconds = secondsUntil(session.expiresAt, clock.now());
  const value = await encodeMemberToken(keyring, session.memberSessionId, seconds);
  await writeCookie(env, "member", value, session.expiresAt);
}

/** Revokes the member session that the browser has, if any, and takes its cookie back. */
export async function endCurrentMemberSession(): Promise<void> {
  const deps = await getDeps();
  await endSessionOfBrowser(deps);
  await clearCookie(deps.env, "member");
}

async function endSessionOfBrowser(deps: Deps): Promise<void> {
  const cookie = await readCookie(deps.env, "member");
  const token = cookie === null ? null : await decodeMemberToken(deps.keyring, cookie);
  if (token) await endMemberSession(deps, token.sid);
}
