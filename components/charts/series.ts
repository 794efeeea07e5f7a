/** What a chart draws: its name, its colour (a variable of globals.css), and the second cue that tells it without colour. */
export type Series = {
  key: string;
  label: string;
  color: string;
  cue: "solid" | "hatch" | "dots" | "dotted";
};

/** The outcomes of codes, from the bottom of the stack to its top; the requested ones as a dotted line over it. */
export const OUTCOMES = [
  { key: "verified", label: "Verified", color: "var(--chart-verified)", cue: "solid" },
  { key: "failed", label: "Wrong codes", color: "var(--chart-failed)", cue: "hatch" },
  { key: "blocked", label: "Blocked", color: "var(--chart-blocked)", cue: "dots" },
] as const satisfies readonly Series[];

export const REQUESTED = {
  key: "requested",
  label: "Requested",
  color: "var(--chart-requested)",
  cue: "dotted",
} as const satisfies Series;

/** How long each bucket of a chart is. */
export type Interval = "minute" | "hour" | "day";

/** One minute, hour or day of a chart: its values by the series' keys. Null where there is nothing to say. */
export type Bucket = { startsAt: string; values: Readonly<Record<string, number | null>> };

/** How a value is written: a count, a share of one, seconds or milliseconds. */
export type Unit = "count" | "share" | "seconds" | "milliseconds";

const number = new Intl.NumberFormat("en");

/** A value in words: "1,204", "91.6%", "19 s", "84 ms"; a dash where there is none. */
export function wordsOf(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return "–";
  if (unit === "share") return `${number.format(Math.round(value * 1000) / 10)}%`;
  if (unit === "milliseconds")
    return value >= 10_000 ? secondsWords(value / 1000) : `${number.format(rounded(value))} ms`;
  if (unit === "seconds") return secondsWords(value);
  return number.format(value);
}

function secondsWords(seconds: number): string {
  if (seconds < 60) return `${number.format(rounded(seconds))} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function rounded(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

/** When a bucket began, as the axis has it: the time, or the day. UTC, like the buckets. */
export function tickOf(startsAt: string, interval: Interval): string {
  const at = new Date(startsAt);
  if (interval !== "day") return at.toISOString().slice(11, 16);
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

/** When a bucket began, in full: "20 Nov, 14:00 UTC" or "20 November 2026". */
export function whenOf(startsAt: string, interval: Interval): string {
  if (interval === "day") {
    return new Date(startsAt).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  }
  return `${tickOf(startsAt, "day")}, ${tickOf(startsAt, interval)} UTC`;
}
