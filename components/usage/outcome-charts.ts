import { type Bucket, OUTCOMES, REQUESTED, type Series } from "@/components/charts/series";

/** What the overview's charts are drawn from, for one hour or day. */
export type OverviewBucket = {
  startsAt: string;
  requested: number;
  verified: number;
  failed: number;
  blocked: number;
  rate: number | null;
  seconds: number | null;
  p95Ms: number | null;
};

const single = (key: string, label: string): Series => ({ key, label, color: "var(--chart-verified)", cue: "solid" });

/** The chart of each figure: what is drawn, and in which unit. */
export const CHARTS = {
  requested: { title: "Outcomes", unit: "count", bars: OUTCOMES, line: REQUESTED },
  rate: { title: "Verified of requested", unit: "share", bars: [], line: single("rate", "Verified") },
  seconds: { title: "Median time to verify", unit: "seconds", bars: [], line: single("seconds", "Median") },
  latency: { title: "API latency, p95", unit: "milliseconds", bars: [], line: single("p95Ms", "p95") },
} as const;

/** Buckets as charts take them. */
export function bucketsOf(buckets: readonly OverviewBucket[]): Bucket[] {
  return buckets.map(({ startsAt, ...values }) => ({ startsAt, values }));
}

/** The chart of exact counts. */
export const USAGE_CHART = {
  unit: "count",
  bars: OUTCOMES.filter(({ key }) => key !== "blocked"),
  line: REQUESTED,
} as const;

/** The last hour, minute by minute: telemetry, which tells what was refused as well. */
export const LAST_HOUR_CHART = {
  title: "The last 60 minutes",
  interval: "minute",
  unit: "count",
  bars: OUTCOMES,
  line: REQUESTED,
} as const;
