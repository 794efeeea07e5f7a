import { readUsageSeries, readUsageSums } from "@/db/queries/usage";
import { ACTIVE_USERS, VERIFY_SECONDS } from "@/lib/outbox/usage-of-events";
import type { Deps } from "@/lib/ports";
import { BUCKET_MS, bucketsOf, type Range } from "./range";
import { addSeconds, type SecondsHistogram, secondsAt } from "./seconds-histogram";

/** What is counted exactly, once each, from what was committed. */
export type Counts = {
  otpRequested: number;
  otpVerified: number;
  otpFailed: number;
  logins: number;
  usersCreated: number;
  messagesDelivered: number;
  messagesBounced: number;
};

/** `activeUsers` is of whole days; null by the hour. `seconds…` is how long verifying took. */
export type FactBucket = Counts & { startsAt: Date; activeUsers: number | null; secondsP50: number | null };

/** How much of it went over one channel, to one country, or was asked for with one key. */
export type Share = { name: string; otpRequested: number; otpVerified: number; otpFailed: number };

export type Facts = {
  totals: Counts;
  /** Codes that were met, of those that were requested; null where none was. */
  successRate: number | null;
  secondsP50: number | null;
  secondsP95: number | null;
  series: FactBucket[];
  channels: Share[];
  countries: Share[];
  keys: Share[];
};

const METRIC_OF = {
  otpRequested: "otp.requested",
  otpVerified: "otp.verified",
  otpFailed: "otp.failed",
  logins: "user.logged_in",
  usersCreated: "user.created",
  messagesDelivered: "message.delivered",
  messagesBounced: "message.bounced",
} as const satisfies Record<keyof Counts, string>;

/** The exact counts of a range, by hour or day and by their dimensions. */
export async function readFacts({ db }: Pick<Deps, "db">, environmentId: string, range: Range): Promise<Facts> {
  const asked = { period: range.interval, from: range.from, to: range.to };
  const [rows, sums] = await Promise.all([
    readUsageSeries(db, environmentId, { ...asked, whole: VERIFY_SECONDS }),
    readUsageSums(db, environmentId, asked),
  ]);
  const byTime = Map.groupBy(rows, ({ starts_at }) => starts_at.getTime());
  const totals = countsOf(sums);
  const seconds = histogramOf(sums);
  return {
    totals,
    successRate: rateOf(totals),
    secondsP50: secondsAt(seconds, 0.5),
    secondsP95: secondsAt(seconds, 0.95),
    series: bucketsOf(range, BUCKET_MS[range.interval]).map((startsAt) => {
      const bucket = byTime.get(startsAt.getTime()) ?? [];
      return {
        startsAt,
        ...countsOf(bucket),
        activeUsers: range.interval === "day" ? countOf(bucket, ACTIVE_USERS) : null,
        secondsP50: secondsAt(histogramOf(bucket), 0.5),
      };
    }),
    channels: sharesOf(sums, "channel:"),
    countries: sharesOf(sums, "country:"),
    keys: sharesOf(sums, "key:"),
  };
}

/** Codes that were met, of those that were requested: a share of one; null where none was. */
function rateOf({ otpRequested, otpVerified }: Pick<Counts, "otpRequested" | "otpVerified">): number | null {
  return otpRequested <= 0 ? null : Math.min(1, Math.round((otpVerified / otpRequested) * 10_000) / 10_000);
}

type Counted = { metric: string; dimension: string; count: number };

/** The sums of one day or month or range, by name. */
export function countsOf(rows: readonly Counted[], dimension = ""): Counts {
  return {
    otpRequested: countOf(rows, METRIC_OF.otpRequested, dimension),
    otpVerified: countOf(rows, METRIC_OF.otpVerified, dimension),
    otpFailed: countOf(rows, METRIC_OF.otpFailed, dimension),
    logins: countOf(rows, METRIC_OF.logins, dimension),
    usersCreated: countOf(rows, METRIC_OF.usersCreated, dimension),
    messagesDelivered: countOf(rows, METRIC_OF.messagesDelivered, dimension),
    messagesBounced: countOf(rows, METRIC_OF.messagesBounced, dimension),
  };
}

/** The sum of one metric. */
export function countOf(rows: readonly Counted[], metric: string, dimension = ""): number {
  const row = rows.find((each) => each.metric === metric && each.dimension === dimension);
  return Math.max(0, row?.count ?? 0);
}

/** The shares of all dimensions that begin so, the largest first. */
export function sharesOf(rows: readonly Counted[], prefix: string): Share[] {
  const names = new Set(rows.map(({ dimension }) => dimension).filter((dimension) => dimension.startsWith(prefix)));
  return [...names]
    .map((dimension) => {
      const { otpRequested, otpVerified, otpFailed } = countsOf(rows, dimension);
      return { name: dimension.slice(prefix.length), otpRequested, otpVerified, otpFailed };
    })
    .toSorted((a, b) => b.otpRequested - a.otpRequested || (a.name < b.name ? -1 : 1));
}

function histogramOf(rows: readonly Counted[]): SecondsHistogram {
  const histogram: SecondsHistogram = new Map();
  for (const { metric, dimension, count } of rows)
    if (metric === VERIFY_SECONDS) addSeconds(histogram, dimension, count);
  return histogram;
}
