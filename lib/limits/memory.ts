import { Redis } from "@upstash/redis";
import type { Clock } from "@/lib/core/clock";
import { createCounters } from "./sliding-windows";
import type { Limits } from "./store";

/**
 * The counters of one process, in memory. For the embedded size and for one process; several processes count each for
 * itself.
 */
export function memoryLimits(clock: Clock, options: { maxKeys?: number } = {}): Limits & { size(): number } {
  const counters = createCounters(clock, options.maxKeys);

  /** EVALSHA or EVAL of the sliding window: two keys (this window and the one before), tokens, now, window, by. */
  function take(command: unknown): string {
    const [, , , currentKey, , tokens, , windowMs, by] = Array.isArray(command) ? command.map(String) : [];
    if (currentKey === undefined || by === undefined) throw new Error("The memory store knows sliding windows only");
    // `ninepin/<limit>:<key>:<index of the window by the machine's clock>`; the index is ours to say, by our clock.
    const name = currentKey.slice(0, currentKey.indexOf(":"));
    const key = currentKey.slice(0, currentKey.lastIndexOf(":"));
    const left = counters.take(name, key, Number(tokens), Number(windowMs), Number(by));
    return `[${left},${Number(tokens)}]`;
  }

  const redis = new Redis({
    // As over the wire: an answer is JSON.
    request: async ({ body }) => ({ result: JSON.parse(take(body)) }),
  });
  return { redis, counters, clock, remote: null, close: () => undefined, size: counters.size };
}
