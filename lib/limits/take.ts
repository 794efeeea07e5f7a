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
    prefix: name,
    // Both would answer for the store: the cache by the machine's clock, the timeout with "let it pass" after 5 s.
    ephemeralCache: false,
    timeout: 0,
  });
  known.set(`${name}/${tokens}`, made);
  return made;
}

async function inTime<T>(answer: Promise<T>, timeoutMs: number | null): Promise<T> {
  if (timeoutMs === null) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The store of limits did not answer in ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/**
 * Counts one request against a named limit, for a key (a network, an environment, or both), and refuses the one too
 * many: 429 `rate_limited` with what RateLimit and Retry-After tell. `limit` replaces the row's number where a setting
 * gives it. Without its store the row decides: `open` passes, `closed` answers 503 `unavailable`.
 */
export async function take(
  limits: Limits,
  name: LimitName,
  key: string,
  options: { limit?: number } = {},
): Promise<void> {
  const row = limitRow(name);
  const tokens = options.limit ?? row.limit;
  if (row.perProcess) {
    if (limits.counters.take(name, key, tokens, row.windowSeconds * 1000, 1) < 0) refuse(limits, name, tokens);
    return;
  }
  const answer = await inTime(limiterOf(limits, name, tokens).limit(key), limits.timeoutMs).catch((cause: unknown) => {
    if (row.withoutStore === "open") return { success: true };
    return fail("unavailable", { retryAfterSeconds: 1, cause });
  });
  if (!answer.success) refuse(limits, name, tokens);
}

function refuse(limits: Limits, name: LimitName, tokens: number): never {
  const { windowSeconds } = limitRow(name);
  // The end of this window: from then on at least one passes, whatever came before.
  const resetSeconds = windowSeconds - (Math.floor(limits.clock.now().getTime() / 1000) % windowSeconds);
  const limit: LimitState = { name, limit: tokens, windowSeconds, remaining: 0, resetSeconds };
  return fail("rate_limited", { retryAfterSeconds: resetSeconds, limit });
}
