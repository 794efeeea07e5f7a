import { addSeconds } from "@/lib/core/clock";
import { uuidv7 } from "@/lib/core/ids";
import { take } from "@/lib/limits";
import { postNotice } from "@/lib/notices";
import type { Client, Deps } from "@/lib/ports";
import { OWNER } from "./contract";

/** Tried once: what has to be known by all means is a notice, which the outbox keeps. */
async function tellOwner(deps: Deps, text: string): Promise<void> {
  const done = await postNotice(deps, { id: uuidv7(deps.clock, deps.random), text });
  if (!done) deps.log.warn({}, "a system notification could not be posted");
}

/** Tells the owner, where the codes go, that the server runs again, and whether a name is open again. */
export async function tellOfRestart(deps: Deps, opened: boolean): Promise<void> {
  const open = opened ? " Codes are accepted again where too many wrong ones had ended that." : "";
  await tellOwner(deps, `Ninepin was started again at ${timeOf(deps)}.${open}`);
}

/** Tells that somebody has signed in. */
export async function tellOfSignIn(deps: Deps, client: Client, username: string): Promise<void> {
  await tellOwner(deps, `Signed in as ${username}${from(client)} at ${timeOf(deps)}.`);
}

/** The longest that wrong codes make a name wait. Longer means: until somebody opens it. */
const LONGEST_WAIT_SECONDS = 3600;

/** Tells once an hour that a name waits because of wrong codes, and until when; of a few names beside the owner's own. */
export async function tellOfLock(deps: Deps, client: Client, username: string, seconds: number): Promise<void> {
  const isNews = await take(deps.limits, "personal.alert", username)
    .then(() => (username === OWNER ? undefined : take(deps.limits, "personal.alerts", "all")))
    .then(
      () => true,
      () => false,
    );
  if (!isNews) return;
  const end = addSeconds(deps.clock.now(), seconds);
  const until = seconds > LONGEST_WAIT_SECONDS ? "Ninepin is started again" : timeOf({ clock: { now: () => end } });
  await tellOwner(deps, `Too many wrong codes for ${username}${from(client)}. No code is accepted until ${until}.`);
}

function from({ ip }: Client): string {
  return ip === null ? "" : ` from ${ip}`;
}

/** `14:22 UTC`. */
function timeOf({ clock }: { clock: { now(): Date } }): string {
  return `${clock.now().toISOString().slice(11, 16)} UTC`;
}
