import { cookies } from "next/headers";
import type { Env } from "@/lib/core/env";
import { cookieName, cookieOptions } from "./cookie-name";

/** What the browser holds to open the operator's console with, or null. */
export async function readOperatorCookie(env: Env): Promise<string | null> {
  return (await cookies()).get(cookieName(env, "operator"))?.value ?? null;
}

/** Lets this browser open the operator's console. Strict: a link on another site does not open it. */
export async function writeOperatorCookie(env: Env, value: string, maxAgeSeconds: number): Promise<void> {
  (await cookies()).set(cookieName(env, "operator"), value, {
    ...cookieOptions(env),
    sameSite: "strict",
    maxAge: maxAgeSeconds,
  });
}
