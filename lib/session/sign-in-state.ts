import { connection } from "next/server";
import { z } from "zod";
import { addSeconds } from "@/lib/core/clock";
import { decrypt, encrypt } from "@/lib/core/encryption";
import { getDeps } from "@/lib/deps";
import { clearCookie, readCookie, writeCookie } from "./cookies";

const CONTEXT = "cookie:sign_in";
const KEPT_SECONDS = 3600;

const SignInState = z.object({
  flow: z.enum(["sign_up", "sign_in"]),
  email: z.string(),
  challengeId: z.string(),
  codeLength: z.int(),
  sentAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  /** From when on a new code may be asked for. */
  resendAt: z.coerce.date(),
  /** How many codes were asked for in a row: each makes the wait for the next longer. */
  sends: z.int(),
  next: z.string().nullable(),
});

/** Someone on their way in: the code was sent, it has not come back yet. */
export type SignInState = z.output<typeof SignInState>;

/** Remembers it in a cookie that only we can read or write (AES-256-GCM). */
export async function keepSignIn(state: SignInState): Promise<void> {
  const { env, keyring, random, clock } = await getDeps();
  const sealed = encrypt(keyring, random, JSON.stringify(state), CONTEXT).toString("base64url");
  await writeCookie(env, "sign_in", sealed, addSeconds(clock.now(), KEPT_SECONDS));
}

/** Who is on their way in from this browser, or null. */
export async function readSignIn(): Promise<SignInState | null> {
  await connection();
  const { env, keyring } = await getDeps();
  const sealed = await readCookie(env, "sign_in");
  if (sealed === null) return null;
  try {
    const text = decrypt(keyring, Buffer.from(sealed, "base64url"), CONTEXT).toString();
    return SignInState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** They are in, or gave up. */
export async function forgetSignIn(): Promise<void> {
  const { env } = await getDeps();
  await clearCookie(env, "sign_in");
}
