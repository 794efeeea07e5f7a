import type { Clock } from "@/lib/core/clock";

type Counter = { window: number; current: number; previous: number; expiresAt: number };

/** How many entries of a full or ageing table are looked at when a new key comes: enough to shrink, too few to stall. */
const SWEEP = 4;

/**
 * Sliding windows by key. At most `maxKeys` of them: entries that say nothing any more are dropped as new ones come, and
 * a full table drops its oldest.
 */
class SlidingWindows {
  readonly #counters = new Map<string, Counter>();
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#counters.size;
  }

  /** The arithmetic of `@upstash/ratelimit`: what is left after taking `by`, or -1 when it was refused. */
  take(key: string, tokens: number, windowMs: number, by: number, now: number): number {
    const counter = this.#at(key, windowMs, now);
    const weighted = Math.floor((1 - (now % windowMs) / windowMs) * counter.previous);
    if (weighted + counter.current >= tokens) return -1;
    counter.current += by;
    return tokens - counter.current - weighted;
  }

  #at(key: string, windowMs: number, now: number): Counter {
    const window = Math.floor(now / windowMs);
    const known = this.#counters.get(key);
    if (known?.window === window) return known;
    const previous = known?.window === window - 1 ? known.current : 0;
    const counter = { window, current: 0, previous, expiresAt: (window + 2) * windowMs };
    // Put at the end again, so that the front of the map is what was not renewed for longest.
    this.#counters.delete(key);
    this.#makeRoom(now);
    this.#counters.set(key, counter);
    return counter;
  }

  #makeRoom(now: number): void {
    let looked = 0;
    for (const [key, counter] of this.#counters) {
      const full = this.#counters.size >= this.#maxKeys;
      if (looked >= SWEEP && !full) return;
      if (!full && counter.expiresAt > now) return;
      this.#counters.delete(key);
      looked += 1;
    }
  }
}

/** Of each limit, so that a flood of addresses at one cannot push out what another one knows. */
const MAX_KEYS_PER_LIMIT = 50_000;

/** What one process has counted, by limit and key: bounded, and judged by the clock that is passed in. */
export type Counters = {
  /** What is left of `tokens` after taking `by`, or -1 when it was refused. */
  take(limit: string, key: string, tokens: number, windowMs: number, by: number): number;
  size(): number;
};

/** Counters in the memory of this process. */
export function createCounters(clock: Clock, maxKeys = MAX_KEYS_PER_LIMIT): Counters {
  const tables = new Map<string, SlidingWindows>();
  return {
    take(limit, key, tokens, windowMs, by) {
      const table = tables.get(limit) ?? new SlidingWindows(maxKeys);
      tables.set(limit, table);
      return table.take(key, tokens, windowMs, by, clock.now().getTime());
    },
    size: () => [...tables.values()].reduce((sum, table) => sum + table.size, 0),
  };
}
