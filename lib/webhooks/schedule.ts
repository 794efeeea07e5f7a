const MINUTE = 60;
const HOUR = 3_600;

/** The waits before each attempt after the first, in seconds: about 28 hours in all (Standard Webhooks 1.0). */
const WAITS = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR] as const;

/** How often a delivery is tried before it is given up. */
export const ATTEMPTS_MAX = WAITS.length + 1;

/** Up to this much is added, so that what failed together does not come back together. */
const JITTER = 0.1;
const RETRY_AFTER_MIN = 1;
const RETRY_AFTER_MAX = 10 * HOUR;

/**
 * Seconds until the attempt after this one; null when that was the last. `attempt` counts from one. A receiver may ask
 * for more time, up to ten hours (RFC 9110, 10.2.3), never for less than the schedule has. `chance` is from 0 to 1.
 */
export function waitAfter(attempt: number, retryAfterSeconds: number | null, chance: number): number | null {
  const wait = WAITS[attempt - 1];
  if (wait === undefined) return null;
  const scheduled = wait * (1 + JITTER * chance);
  if (retryAfterSeconds === null) return scheduled;
  return Math.max(scheduled, Math.min(Math.max(retryAfterSeconds, RETRY_AFTER_MIN), RETRY_AFTER_MAX));
}

/** The seconds that a Retry-After header asks for: a number of them, or until a time. Null for anything else. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, (at - now.getTime()) / 1000);
}
