import { cookies } from "next/headers";
import type { Env } from "@/lib/core/env";
import { cookieName, cookieOptions } from "./cookie-name";

/** What the browser holds to open the installation's Mailbox with, or null. */
export async function readMailboxCookie(env: Env): Promise<string | null> {
  return (await cookies()).get(cookieName(env, "mailbox"))?.value ?? null;
}

/** Lets this browser open the installation's Mailbox. Strict: a link on another site does not open it. */
export async function writeMailboxCookie(env: Env, value: string, maxAgeSeconds: number): Promise<void> {
  (await cookies()).set(cookieName(env, "mailbox"), value, {
    ...cookieOptions(env),
    sameSite: "strict",
    maxAge: maxAgeSeconds,
  });
}
