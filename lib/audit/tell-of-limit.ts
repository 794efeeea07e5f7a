import { tellOfLimitOnce } from "@/db/queries/limit-notices";
import type { LimitState } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { LIMITS } from "@/lib/limits";
import type { Deps } from "@/lib/ports";

/** What a process has told of: its next refusals in the same window cost the database nothing. */
const told = new WeakMap<Deps["db"], Set<string>>();
const MOST = 10_000;
/** Brakes of an environment that are counted elsewhere. */
const BRAKES: readonly string[] = ["sms.spend", "sms.prefix"];

/**
 * Tells a customer by `rate_limit.exceeded` that a limit of `LIMITS`, or a brake on what costs money, refused requests of
 * the environment: once for each limit and window over all processes, after the answer.
 */
export function tellOfLimit(deps: Deps, environmentId: string, { name, windowSeconds }: LimitState): void {
  // The others are of one identifier or mailbox, or are told of where they are counted.
  if (!Object.hasOwn(LIMITS, name) && !BRAKES.includes(name)) return;
  const now = deps.clock.now().getTime();
  const windowStartsAt = new Date(now - (now % (windowSeconds * 1000)));
  const known = told.get(deps.db) ?? new Set<string>();
  told.set(deps.db, known);
  const key = `${environmentId} ${name} ${windowStartsAt.getTime()}`;
  if (known.has(key)) return;
  const [oldest] = known;
  if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
  known.add(key);
  deps.defer(async () => {
    const eventId = uuidv7(deps.clock, deps.random);
    if (await tellOfLimitOnce(deps.db, environmentId, { eventId, limit: name, windowStartsAt })) deps.nudge();
  });
}
