import type { Redis } from "@upstash/redis";
import type { Clock } from "@/lib/core/clock";
import type { Counters } from "./sliding-windows";

/**
 * Where the counters of limits live. Every store is a Redis as `@upstash/ratelimit` wants one (it sends `EVALSHA`, and
 * `EVAL` after `NOSCRIPT`), so that memory, Redis and Upstash count by one code path.
 */
export type Limits = {
  redis: Redis;
  /** In this process: of limits that each counts for itself, and of the others while a remote store is away. */
  counters: Counters;
  /** Judges the windows' ends for Retry-After; the memory store counts by it too. */
  clock: Clock;
  /** What the store is asked through where it is on the network; null for the memory of this process. */
  remote: Remote | null;
  close(): void;
};

/** A store on the network: it may be slow, silent, wrong or gone, and no request may wait for that. */
export type Remote = {
  /** Asks for no longer than a moment, and not at all while it does not answer: rejects then. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer>;
  /** Rejects when it cannot be written to within that same moment. */
  check(): Promise<void>;
};
