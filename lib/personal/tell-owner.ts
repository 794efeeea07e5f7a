import { addSeconds } from "@/lib/core/clock";
import { uuidv7 } from "@/lib/core/ids";
import { take } from "@/lib/limits";
import { postNotice } from "@/lib/notices";
import type { Client, Deps } from "@/lib/ports";

/** Tried once: what has to be known by all means is a notice, which the outbox keeps. */
async function tellOwner(deps: Deps, text: string): Promise<void> {
  const done = await postNotice(deps, { id: uuidv7(deps.clock, deps.random), text });
  if (!done) deps.log.warn({}, "a system notification could not be posted");
}

/**
 * Tells the owner, where the codes go, that the server runs again. Nothing on the first start, which happens before their
 * eyes, and nothing where personal mode is off.
 */
export async function tellOfRestart(deps: Deps, firstStart: boolean): Promise<void> {
  if (deps.env.personal === null || firstStart) return;
  await tellOwner(deps, `Ninepin was started again at ${timeOf(deps)}.`);
}

/** Tells that somebody has signed in. */
export async function tellOfSignIn(deps: Deps, client: Client, username: string): Promise<void> {
  await tellOwner(deps, `Signed in as ${username}${from(client)} at ${timeOf(deps)}.`);
}

/** Tells once an hour that a name waits because of wrong codes, and until when. */
export async function tellOfLock(deps: Deps, client: Client, username: string, seconds: number): Promise<void> {
  const isNews = await take(deps.limits, "personal.alert", username).then(
    () => true,
    () => false,
  );
  if (!isNews) return;
  const until = timeOf({ clock: { now: () => addSeconds(deps.clock.now(), seconds) } });
  await tellOwner(deps, `Too many wrong codes for ${username}${from(client)}. No code is accepted until ${until}.`);
}

function from({ ip }: Client): string {
  return ip === null ? "" : ` from ${ip}`;
}

/** `14:22 UTC`. */
function timeOf({ clock }: { clock: { now(): Date } }): string {
  return `${clock.now().toISOString().slice(11, 16)} UTC`;
}
