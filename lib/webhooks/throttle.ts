/** Endpoints that asked for a pause or let us wait, as this process knows them. */
export type Throttle = {
  /** Those to which nothing may be sent now. */
  heldNow(now: Date): string[];
  /** Holds everything for it: for what it asked for, else a second that doubles each time, a minute at most. */
  hold(endpointId: string, now: Date, askedSeconds: number | null): void;
  /** Those that let the last attempt wait until its time was over: one at a time is enough for them. */
  slow(): string[];
  /** Gives it one at a time until it is released. */
  slowDown(endpointId: string): void;
  /** Forgets all that: it answers again. */
  release(endpointId: string): void;
};

const LONGEST_SECONDS = 60;
const ENTRIES_MAX = 10_000;

/** A receiver that says "later" (429, 502, 504) is left alone: what waits for it waits, without using up an attempt. */
export function createThrottle(): Throttle {
  /** Until when, and how often in a row. */
  const held = new Map<string, { until: number; times: number }>();
  const slow = new Set<string>();
  return {
    heldNow: (now) => [...held].filter(([, { until }]) => until > now.getTime()).map(([endpointId]) => endpointId),
    hold(endpointId, now, askedSeconds) {
      const times = (held.get(endpointId)?.times ?? 0) + 1;
      const seconds = Math.min(Math.max(askedSeconds ?? 2 ** (times - 1), 1), LONGEST_SECONDS);
      if (held.size >= ENTRIES_MAX) held.clear();
      held.set(endpointId, { until: now.getTime() + seconds * 1000, times });
    },
    slow: () => [...slow],
    slowDown(endpointId) {
      if (slow.size >= ENTRIES_MAX) slow.clear();
      slow.add(endpointId);
    },
    release(endpointId) {
      slow.delete(endpointId);
      held.delete(endpointId);
    },
  };
}
