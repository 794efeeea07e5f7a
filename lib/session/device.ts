import { addSeconds } from "@/lib/core/clock";
import { getDeps } from "@/lib/deps";
import { readCookie, writeCookie } from "./cookies";

const DEVICE_SECONDS = 365 * 86_400;

/** The token of this browser, with which its owner keeps a lane of their own when a stranger spends theirs. */
export async function readDeviceToken(): Promise<string | undefined> {
  const { env } = await getDeps();
  return (await readCookie(env, "device")) ?? undefined;
}

/** Keeps the token that a sign-in on this browser was answered with. */
export async function keepDeviceToken(token: string): Promise<void> {
  const { env, clock } = await getDeps();
  await writeCookie(env, "device", token, addSeconds(clock.now(), DEVICE_SECONDS));
}
