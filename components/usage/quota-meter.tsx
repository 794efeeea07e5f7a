"use client";

import { Meter } from "@base-ui/react/meter";

const number = new Intl.NumberFormat("en");
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export type QuotaMeterProps = {
  label: string;
  used: number;
  limit: number;
  resetsAt: Date;
  forecast: number | null;
  fullAt: Date | null;
};

/** How much of a quota is used, in a bar and in words, and where it is going. */
export function QuotaMeter({ label, used, limit, resetsAt, forecast, fullAt }: QuotaMeterProps) {
  const words = `${number.format(used)} of ${number.format(limit)}`;
  const share = limit === 0 ? 1 : used / limit;
  return (
    <div className="grid gap-1">
      <Meter.Root
        value={Math.min(used, limit)}
        max={Math.max(1, limit)}
        getAriaValueText={() => words}
        className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5"
      >
        <Meter.Label className="text-muted">{label}</Meter.Label>
        <span className="num font-medium">{words}</span>
        <Meter.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-sunken shadow-[inset_0_0_0_1px_var(--line-strong)]">
          <Meter.Indicator className={share >= 1 ? "bg-danger" : share >= 0.8 ? "bg-warn" : "bg-brand"} />
        </Meter.Track>
      </Meter.Root>
      <p className="text-13 text-subtle">
        Resets {date.format(resetsAt)}.{" "}
        {share >= 1 ? "It is used up: codes are refused until then." : forecastOf({ forecast, limit, fullAt })}
      </p>
    </div>
  );
}

function forecastOf({ forecast, fullAt }: Pick<QuotaMeterProps, "forecast" | "limit" | "fullAt">): string {
  if (fullAt) return `At this pace it is used up on ${moment.format(fullAt)} UTC.`;
  // Of nothing there is no pace.
  return forecast === null || forecast === 0 ? "" : `At this pace it will be ${number.format(forecast)} by then.`;
}
