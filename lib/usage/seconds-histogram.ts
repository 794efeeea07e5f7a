import { SECONDS_BOUNDS } from "@/lib/outbox/usage-of-events";

/** How many verifications took up to how long: counts by the upper bound of their bucket, `30` or `more`. */
export type SecondsHistogram = Map<string, number>;

/** Adds a count to its bucket. */
export function addSeconds(histogram: SecondsHistogram, bucket: string, count: number): void {
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + count);
}

/**
 * The time within which that share was done, in seconds, evenly spread within each bucket; null where nothing was. The
 * last bound stands for everything beyond it.
 */
export function secondsAt(histogram: SecondsHistogram, quantile: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total <= 0) return null;
  let below = 0;
  let lower = 0;
  for (const bound of SECONDS_BOUNDS) {
    const count = histogram.get(String(bound)) ?? 0;
    if (count > 0 && below + count >= quantile * total) {
      const share = Math.max(0, quantile * total - below) / count;
      return Math.round((lower + (bound - lower) * share) * 10) / 10;
    }
    below += count;
    lower = bound;
  }
  return lower;
}
