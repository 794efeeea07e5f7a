import { fail } from "@/lib/core/errors";

/** A stretch of time in whole hours or days (UTC): from the beginning of one up to the beginning of another. */
export type Range = { interval: "hour" | "day"; from: Date; to: Date };

export const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** The longest range that is answered at once. */
const LONGEST_DAYS = { hour: 31, day: 400 } as const;
const USUAL = { hour: 24, day: 30 } as const;

/**
 * The range that a query asks for: the last 30 days, or the last 24 hours by hour, unless it says. Both ends are moved
 * outwards to whole hours or days. 400 `invalid_request` for one that ends before it begins, or is too long.
 */
export function rangeOf(
  { interval, from, to }: { interval: "hour" | "day"; from: Date | null; to: Date | null },
  now: Date,
): Range {
  const size = BUCKET_MS[interval];
  const end = Math.ceil((to ?? new Date(now.getTime() + 1)).getTime() / size) * size;
  const begin = from === null ? end - USUAL[interval] * size : Math.floor(from.getTime() / size) * size;
  if (begin >= end) refuse("from", "Must be before `to`");
  if (end - begin > LONGEST_DAYS[interval] * BUCKET_MS.day) {
    refuse("from", `At most ${LONGEST_DAYS[interval]} days at once by ${interval}`);
  }
  return { interval, from: new Date(begin), to: new Date(end) };
}

/** So many days by hour or by day, up to the end of the bucket that it is in now: as many buckets as they have. */
export function lastDays(interval: "hour" | "day", days: number, now: Date): Range {
  return rangeOf(
    { interval, from: new Date(now.getTime() - days * BUCKET_MS.day + BUCKET_MS[interval]), to: null },
    now,
  );
}

/** The beginnings of all buckets of a range, oldest first. */
export function bucketsOf({ from, to }: { from: Date; to: Date }, bucketMs: number): Date[] {
  const count = Math.max(0, Math.round((to.getTime() - from.getTime()) / bucketMs));
  return Array.from({ length: count }, (_, at) => new Date(from.getTime() + at * bucketMs));
}

function refuse(path: string, message: string): never {
  return fail("invalid_request", { fields: [{ path, message }] });
}
