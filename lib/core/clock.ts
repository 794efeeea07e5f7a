/** Where time comes from. SQL judges by the database's clock plus `offsetSeconds`, which is zero outside tests. */
export type Clock = { now(): Date; offsetSeconds(): number };

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date(), offsetSeconds: () => 0 };

/** A clock that tests move forward: it runs with the machine's, `advance(seconds)` ahead of it. */
export function testClock(): Clock & { advance(seconds: number): void } {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset * 1000),
    offsetSeconds: () => offset,
    advance(seconds) {
      offset += seconds;
    },
  };
}

/** Whole seconds from `now` until `at`, rounded up, never below zero. */
export function secondsUntil(at: Date, now: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000));
}

/** `at` moved by that many seconds. */
export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}

/** Waits. For polls and back-off only: nothing is judged by it. */
export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
