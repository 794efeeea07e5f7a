import { cookies } from "next/headers";
import type { Env } from "@/lib/core/env";

function isSecure(env: Env): boolean {
  return env.appUrl.startsWith("https://");
}

/** Named like the members' cookies, and bound to this host on https for the same reason (cookies.ts). */
function cookieName(env: Env): string {
  return isSecure(env) ? "__Host-ninepin_mailbox" : "ninepin_mailbox";
}

/** What the browser holds to open the installation's Mailbox with, or null. */
export async function readMailboxCookie(env: Env): Promise<string | null> {
  return (await cookies()).get(cookieName(env))?.value ?? null;
}

/** Lets this browser open the installation's Mailbox. Strict: a link on another site does not open it. */
export async function writeMailboxCookie(env: Env, value: string, maxAgeSeconds: number): Promise<void> {
  (await cookies()).set(cookieName(env), value, {
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure(env),
    path: "/",
    maxAge: maxAgeSeconds,
  });
}
