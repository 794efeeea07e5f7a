import type { TestApp } from "./app";

/**
 * Moves the clock to where a window of that many seconds has just begun, and nothing counts from the one before. Limits
 * slide over windows of the wall clock and let one more pass where a window begins within a burst: what is counted exactly
 * is asked for within one.
 */
export function beginWindow({ clock }: Pick<TestApp, "clock">, seconds: number): void {
  clock.advance(2 * seconds + 0.1 - ((clock.now().getTime() / 1000) % seconds));
}
