"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, useId, useState } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ChartTable } from "./chart-table";
import { Swatch } from "./pattern";
import { type Bucket, type Interval, type Series, type Unit, whenOf, wordsOf } from "./series";

/** Recharts is some 130 kB: it comes when a chart is drawn, and only then. */
const Drawing = dynamic(() => import("./drawing").then((module) => module.Drawing), {
  ssr: false,
  loading: () => <div className="h-56" />,
});

export type ChartProps = {
  title: string;
  interval: Interval;
  unit: Unit;
  buckets: readonly Bucket[];
  /** Stacked bars, the first at the bottom. */
  bars: readonly Series[];
  /** A line over them, or alone. */
  line: Series | null;
};

/**
 * A chart that can be read without seeing it: as a table, or bucket by bucket with the arrow keys, which speak the values.
 * Its legend shows and hides the series.
 */
export function Chart({ title, interval, unit, buckets, bars, line }: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<number | null>(null);
  const hint = useId();
  const all = line ? [...bars, line] : bars;
  const shown = (series: Series) => !hidden.has(series.key);
  const sentence = (at: number) => sentenceOf(buckets[at], all.filter(shown), interval, unit);

  function toggle(key: string): void {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  }

  function move(event: KeyboardEvent): void {
    const to = nextIndex(event.key, active, buckets.length);
    if (to === null) return;
    event.preventDefault();
    setActive(to);
    announce(sentence(to));
  }

  return (
    <Card
      title={title}
      padded={false}
      actions={
        <>
          <ul aria-label="Series" className="flex flex-wrap items-center gap-x-1 gap-y-1">
            {all.map((series) => (
              <li key={series.key}>
                <Button size="small" variant="quiet" aria-pressed={shown(series)} onClick={() => toggle(series.key)}>
                  <Swatch series={series} muted={!shown(series)} />
                  <span className={shown(series) ? undefined : "line-through"}>{series.label}</span>
                </Button>
              </li>
            ))}
          </ul>
          <Button size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            View as table
          </Button>
        </>
      }
    >
      {asTable ? (
        <ChartTable title={title} interval={interval} unit={unit} buckets={buckets} series={all.filter(shown)} />
      ) : (
        <div className="px-4 pt-3 pb-2">
          {/* biome-ignore lint/a11y/useSemanticElements: an image does not take the focus, and a group of bars is no fieldset */}
          <div
            role="group"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it out
            tabIndex={0}
            aria-label={`${title}, chart`}
            aria-roledescription="chart"
            aria-describedby={hint}
            onKeyDown={move}
            onBlur={() => setActive(null)}
            onMouseLeave={() => setActive(null)}
            className="rounded-1"
          >
            <div aria-hidden="true">
              <Drawing
                interval={interval}
                unit={unit}
                buckets={buckets}
                bars={bars.filter(shown)}
                line={line && shown(line) ? line : null}
                active={active}
                onPoint={setActive}
              />
            </div>
          </div>
          <p id={hint} className="num mt-1 min-h-4.5 text-13 text-muted">
            {active === null
              ? `Left and right read it out, ${interval} by ${interval}. All times are UTC.`
              : sentence(active)}
          </p>
        </div>
      )}
    </Card>
  );
}

/** Where a key moves to; null for one that does not move. */
function nextIndex(key: string, active: number | null, length: number): number | null {
  if (length === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  if (key === "ArrowRight") return active === null ? 0 : Math.min(length - 1, active + 1);
  if (key === "ArrowLeft") return active === null ? length - 1 : Math.max(0, active - 1);
  return null;
}

function sentenceOf(bucket: Bucket | undefined, series: readonly Series[], interval: Interval, unit: Unit): string {
  if (!bucket) return "";
  const values = series.map(({ key, label }) => `${label} ${wordsOf(bucket.values[key], unit)}`);
  return `${whenOf(bucket.startsAt, interval)}: ${values.join(", ")}`;
}
