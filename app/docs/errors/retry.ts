import type { ErrorCode } from "@/lib/core/errors";

const SAME_AGAIN: ReadonlySet<ErrorCode> = new Set([
  "idempotency_in_progress",
  "delivery_failed",
  "verification_failed",
  "internal",
]);

/** Whether it helps to send the same request again, and when. */
export function whenToRetry(code: ErrorCode, status: number): string {
  if (status === 429 || status === 503) return "Yes, after the seconds that the Retry-After header names.";
  if (SAME_AGAIN.has(code)) return "Yes, the same request after a short wait, a few times at most.";
  return "No. The same request gets the same answer until something in it changes.";
}
