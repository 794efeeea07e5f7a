import { cookies } from "next/headers";
import type { Env } from "@/lib/core/env";

/** Every cookie of the pages. `member` is next-auth's session cookie. */
export type SessionCookie = "member" | "sign_in" | "device";

/**
 * On https the `__Host-` prefix binds the cookie to this very host (RFC 6265bis 4.1.3.2). Browsers refuse it on plain
 * http, where a self-hosted installation on a loopback address runs.
 */
export function cookieName(env: Env, cookie: SessionCookie): string {
  return isSecure(env) ? `__Host-ninepin_${cookie}` : `ninepin_${cookie}`;
}

/** Never readable by a script, never sent along with another site's request except when following a link. */
export function cookieOptions(env: Env) {
  return { httpOnly: true, secure: isSecure(env), sameSite: "lax", path: "/" } as const;
}

/** The value that the browser sent, or null. */
export async function readCookie(env: Env, cookie: SessionCookie): Promise<string | null> {
  return (await cookies()).get(cookieName(env, cookie))?.value ?? null;
}

/** Sets the cookie until `expires`. Only an action or a route handler can. */
export async function writeCookie(env: Env, cookie: SessionCookie, value: string, expires: Date): Promise<void> {
  (await cookies()).set(cookieName(env, cookie), value, { ...cookieOptions(env), expires });
}

/** Takes the cookie back, with the attributes it was set with: a `__Host-` cookie is not removed without them. */
export async function clearCookie(env: Env, cookie: SessionCookie): Promise<void> {
  (await cookies()).set(cookieName(env, cookie), "", { ...cookieOptions(env), maxAge: 0 });
}

function isSecure(env: Env): boolean {
  return env.appUrl.startsWith("https://");
}
