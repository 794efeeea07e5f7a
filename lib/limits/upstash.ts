import { Redis } from "@upstash/redis";
import { HEALTH_KEY, HEALTH_SECONDS, reachStore, type StoreTools } from "./reach-store";
import { createCounters } from "./sliding-windows";
import type { Limits } from "./store";

/** The end of a call that nobody waits for any more: longer than we wait, so that a first connection gets made. */
const CALL_TIMEOUT_MS = 1_000;

/** Counters in an Upstash Redis, over its REST protocol, shared by all processes. */
export function upstashLimits({ url, token }: { url: string; token: string }, tools: StoreTools): Limits {
  const redis = new Redis({
    url,
    token,
    // A second try would count the same request twice.
    retry: { retries: 0, backoff: () => 0 },
    // A function: with a plain signal the client makes an answer of the word "Aborted" where there is none.
    signal: () => AbortSignal.timeout(CALL_TIMEOUT_MS),
    readYourWrites: false,
    enableTelemetry: false,
  });
  return {
    redis,
    counters: createCounters(tools.clock),
    clock: tools.clock,
    remote: reachStore(tools, () => redis.set(HEALTH_KEY, 1, { ex: HEALTH_SECONDS })),
    close: () => undefined,
  };
}
