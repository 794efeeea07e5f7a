import { addSeconds, type Clock } from "@/lib/core/clock";

/** Keeps requests from waiting for a provider that does not answer. */
export type Breaker = {
  /** Whether to try the provider now. Once open, one request at a time finds out whether it is back. */
  allows(): boolean;
  record(worked: boolean): void;
};

const FAILURES_TO_OPEN = 5;
const OPEN_SECONDS = 10;

/** A closed breaker: it opens for ten seconds after five failures in a row. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let openUntil = clock.now();
  return {
    allows() {
      if (failures < FAILURES_TO_OPEN) return true;
      const now = clock.now();
      if (now < openUntil) return false;
      openUntil = addSeconds(now, OPEN_SECONDS);
      return true;
    },
    record(worked) {
      failures = worked ? 0 : failures + 1;
      if (failures >= FAILURES_TO_OPEN) openUntil = addSeconds(clock.now(), OPEN_SECONDS);
    },
  };
}
