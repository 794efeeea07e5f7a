"use client";

import { Tooltip } from "./tooltip";
import { useNow } from "./use-now";

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** "12 sec. ago", "in 3 days"; past thirty days the date itself. */
function relativeTo(value: Date, now: number): string {
  const seconds = Math.round((value.getTime() - now) / 1000);
  if (Math.abs(seconds) < 5) return "just now";
  if (Math.abs(seconds) > 30 * 86_400) return absolute(value, "UTC");
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / length), unit);
}

function absolute(value: Date, timeZone: string | undefined): string {
  return value.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: timeZone ? undefined : "long", timeZone });
}

export type TimeProps = {
  value: Date | string /** Refreshes the relative text; 10 by default. */;
  everySeconds?: number;
};

/** When, relative to now, with the local time, UTC and Unix seconds on hover. */
export function Time({ value, everySeconds = 10 }: TimeProps) {
  const now = useNow(everySeconds);
  const date = new Date(value);
  return (
    <Tooltip
      content={
        <span className="num grid gap-0.5">
          <span>{absolute(date, undefined)}</span>
          <span>{date.toISOString()}</span>
          <span>{Math.floor(date.getTime() / 1000)}</span>
        </span>
      }
    >
      {/* The server's clock and the reader's differ by the time the page took to arrive. */}
      <time dateTime={date.toISOString()} className="num whitespace-nowrap" suppressHydrationWarning>
        {relativeTo(date, now)}
      </time>
    </Tooltip>
  );
}
