import type { Redis } from "@upstash/redis";
import type { Clock } from "@/lib/core/clock";
import type { Counters } from "./sliding-windows";

/**
 * Where the counters of limits live. Every store is a Redis as `@upstash/ratelimit` wants one (it sends `EVALSHA`, and
 * `EVAL` after `NOSCRIPT`), so that memory, Redis and Upstash count by one code path.
 */
export type Limits = {
  redis: Redis;
  /** Of limits that each process counts for itself. */
  counters: Counters;
  /** Judges the windows' ends for Retry-After; the memory store counts by it too. */
  clock: Clock;
  /** The longest a store may take to answer, in milliseconds; null for one that answers at once. */
  timeoutMs: number | null;
};
