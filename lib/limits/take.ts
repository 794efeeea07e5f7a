import { Ratelimit } from "@upstash/ratelimit";
import { fail, type LimitState } from "@/lib/core/errors";
import { type LimitName, limitRow } from "./limits";
import type { Limits } from "./store";

/** One limiter per store, name and number of tokens: making one costs more than asking it. */
const limiters = new WeakMap<Limits, Map<string, Ratelimit>>();

function limiterOf(limits: Limits, name: LimitName, tokens: number): Ratelimit {
  const known = limiters.get(limits) ?? new Map<string, Ratelimit>();
  limiters.set(limits, known);
  const found = known.get(`${name}/${tokens}`);
  if (found) return found;
  const made = new Ratelimit({
    redis: limits.redis,
    limiter: Ratelimit.slidingWindow(tokens, `${limitRow(name).windowSeconds} s`),
    // Several things may live in one Redis.
    prefix: `ninepin/${name}`,
    // Both would answer for the store: the cache by the machine's clock, the timeout with "let it pass" after 5 s.
    ephemeralCache: false,
    timeout: 0,
  });
  known.set(`${name}/${tokens}`, made);
  return made;
}

/**
 * Counts one request against a named limit, for a key (a network, an environment, or both), and refuses the one too
 * many: 429 `rate_limited` with what RateLimit and Retry-After tell. `limit` replaces the row's number where a setting
 * gives it; `by` is how much it counts for: refused where less is left, and counted even so. Without its store the row
 * decides: each process counts for itself, or 503 `unavailable`.
 */
export async function take(
  limits: Limits,
  name: LimitName,
  key: string,
  options: { limit?: number; by?: number } = {},
): Promise<void> {
  const tokens = options.limit ?? limitRow(name).limit;
  if (!(await isAdmitted(limits, name, key, tokens, options.by ?? 1))) refuse(limits, name, tokens);
}

async function isAdmitted(limits: Limits, name: LimitName, key: string, tokens: number, by: number): Promise<boolean> {
  const { counters, remote } = limits;
  const { perProcess, windowSeconds, withoutStore } = limitRow(name);
  const takeHere = () => counters.take(name, key, tokens, windowSeconds * 1000, by) >= 0;
  if (perProcess) return takeHere();
  const ask = async () => (await limiterOf(limits, name, tokens).limit(key, { rate: by })).success;
  if (!remote) return ask();
  try {
    const success = await remote.ask(ask);
    // Noted here too: without the store counting goes on from what this process has let pass.
    if (success) takeHere();
    return success;
  } catch (cause) {
    return withoutStore === "process" ? takeHere() : fail("unavailable", { retryAfterSeconds: 1, cause });
  }
}

function refuse(limits: Limits, name: LimitName, tokens: number): never {
  const { windowSeconds } = limitRow(name);
  // The end of this window: from then on at least one passes, whatever came before.
  const resetSeconds = windowSeconds - (Math.floor(limits.clock.now().getTime() / 1000) % windowSeconds);
  const limit: LimitState = { name, limit: tokens, windowSeconds, remaining: 0, resetSeconds };
  return fail("rate_limited", { retryAfterSeconds: resetSeconds, limit });
}
