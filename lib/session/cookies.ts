import { cookies } from "next/headers";
import type { Env } from "@/lib/core/env";
import { cookieName, cookieOptions, type SessionCookie } from "./cookie-name";

/** The value that the browser sent, or null. */
export async function readCookie(env: Env, cookie: SessionCookie): Promise<string | null> {
  return (await cookies()).get(cookieName(env, cookie))?.value ?? null;
}

/** Sets the cookie until `expires`. Only an action or a route handler can. */
export async function writeCookie(env: Env, cookie: SessionCookie, value: string, expires: Date): Promise<void> {
  (await cookies()).set(cookieName(env, cookie), value, { ...cookieOptions(env), expires });
}

/** Sets the cookie for so long, for what a link on another site must not open. */
export async function writeStrictCookie(
  env: Env,
  cookie: SessionCookie,
  value: string,
  maxAgeSeconds: number,
): Promise<void> {
  const options = { ...cookieOptions(env), sameSite: "strict", maxAge: maxAgeSeconds } as const;
  (await cookies()).set(cookieName(env, cookie), value, options);
}

/** Takes the cookie back, with the attributes it was set with: a `__Host-` cookie is not removed without them. */
export async function clearCookie(env: Env, cookie: SessionCookie): Promise<void> {
  (await cookies()).set(cookieName(env, cookie), "", { ...cookieOptions(env), maxAge: 0 });
}
