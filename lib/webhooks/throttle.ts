/** Endpoints that asked for a pause, as this process knows them: until when, and how often in a row. */
export type Throttle = {
  /** Those to which nothing may be sent now. */
  heldNow(now: Date): string[];
  /** Holds everything for it: for what it asked for, else a second that doubles each time, a minute at most. */
  hold(endpointId: string, now: Date, askedSeconds: number | null): void;
  /** Forgets that it ever asked. */
  release(endpointId: string): void;
};

const LONGEST_SECONDS = 60;
const ENTRIES_MAX = 10_000;

/** A receiver that says "later" (429, 502, 504) is left alone: what waits for it waits, without using up an attempt. */
export function createThrottle(): Throttle {
  const held = new Map<string, { until: number; times: number }>();
  return {
    heldNow: (now) => [...held].filter(([, { until }]) => until > now.getTime()).map(([endpointId]) => endpointId),
    hold(endpointId, now, askedSeconds) {
      const times = (held.get(endpointId)?.times ?? 0) + 1;
      const seconds = Math.min(Math.max(askedSeconds ?? 2 ** (times - 1), 1), LONGEST_SECONDS);
      if (held.size >= ENTRIES_MAX) held.clear();
      held.set(endpointId, { until: now.getTime() + seconds * 1000, times });
    },
    release(endpointId) {
      held.delete(endpointId);
    },
  };
}
