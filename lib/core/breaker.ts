import { addSeconds, type Clock } from "./clock";

/** Keeps requests from waiting for something that does not answer. */
export type Breaker = {
  /** Whether to try it now. Once open, one request at a time finds out whether it is back. */
  allows(): boolean;
  record(worked: boolean): void;
};

export type BreakerOptions = {
  failuresToOpen?: number;
  openSeconds?: number;
  /** Told when it opens and when it closes. */
  onChange?(open: boolean): void;
};

/**
 * A closed breaker: it opens for ten seconds after five failures in a row. Our own, because the kept libraries judge by
 * the machine's clock, and let callers wait for whoever finds out where ours must be sent on at once.
 */
export function createBreaker(clock: Clock, options: BreakerOptions = {}): Breaker {
  const { failuresToOpen = 5, openSeconds = 10, onChange = () => {} } = options;
  let failures = 0;
  let openUntil = clock.now();
  return {
    allows() {
      if (failures < failuresToOpen) return true;
      const now = clock.now();
      if (now < openUntil) return false;
      openUntil = addSeconds(now, openSeconds);
      return true;
    },
    record(worked) {
      const wasOpen = failures >= failuresToOpen;
      failures = worked ? 0 : failures + 1;
      const open = failures >= failuresToOpen;
      if (open) openUntil = addSeconds(clock.now(), openSeconds);
      if (open !== wasOpen) onChange(open);
    },
  };
}
