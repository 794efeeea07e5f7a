import { addSeconds } from "@/lib/core/clock";
import { getDeps } from "@/lib/deps";
import { clearCookie, readCookie, writeCookie } from "./cookies";

const KEPT_SECONDS = 365 * 86_400;
const OFF = "off";

/** Whether single keys are shortcuts in this browser: unless its reader switched them off (WCAG 2.1.4). */
export async function readSingleKeys(): Promise<boolean> {
  const { env } = await getDeps();
  return (await readCookie(env, "single_keys")) !== OFF;
}

/** Keeps that choice for a year. */
export async function keepSingleKeys(on: boolean): Promise<void> {
  const { env, clock } = await getDeps();
  if (on) await clearCookie(env, "single_keys");
  else await writeCookie(env, "single_keys", OFF, addSeconds(clock.now(), KEPT_SECONDS));
}
