"use client";

import { useId } from "react";
import { Bar, CartesianGrid, ComposedChart, Line, ReferenceArea, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { Pattern, patternId } from "./pattern";
import { type Bucket, type Interval, type Series, tickOf, type Unit, wordsOf } from "./series";

const TEXT = { fill: "var(--subtle)", fontSize: 11.5 };

export type DrawingProps = {
  interval: Interval;
  unit: Unit;
  buckets: readonly Bucket[];
  bars: readonly Series[];
  line: Series | null;
  /** The bucket that is read out. */
  active: number | null;
  onPoint: (at: number | null) => void;
};

/** The picture itself. It does not move: what is drawn is there at once. */
export function Drawing({ interval, unit, buckets, bars, line, active, onPoint }: DrawingProps) {
  const drawing = useId();
  const data = buckets.map(({ startsAt, values }) => ({ startsAt, ...values }));
  const pointed = active === null ? undefined : buckets[active]?.startsAt;
  return (
    <ResponsiveContainer width="100%" height={224} minWidth={0}>
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="18%"
        onMouseMove={({ activeTooltipIndex }) => {
          const at = Number(activeTooltipIndex ?? Number.NaN);
          onPoint(Number.isInteger(at) ? at : null);
        }}
      >
        <defs>
          {bars.map((series) => (
            <Pattern key={series.key} id={patternId(drawing, series)} series={series} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="startsAt"
          tickFormatter={(startsAt: string) => tickOf(startsAt, interval)}
          tick={TEXT}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          minTickGap={28}
        />
        <YAxis
          width={56}
          tick={TEXT}
          tickLine={false}
          axisLine={false}
          allowDecimals={unit !== "count"}
          domain={unit === "share" ? [0, 1] : [0, "auto"]}
          tickCount={4}
          tickFormatter={(value: number) => wordsOf(value, unit)}
        />
        {pointed === undefined ? null : (
          <ReferenceArea x1={pointed} x2={pointed} fill="var(--ink)" fillOpacity={0.08} ifOverflow="visible" />
        )}
        {bars.map((series) => (
          <Bar
            key={series.key}
            dataKey={series.key}
            name={series.label}
            stackId="outcomes"
            fill={`url(#${patternId(drawing, series)})`}
            stroke="var(--surface)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        ))}
        {line ? (
          <Line
            dataKey={line.key}
            name={line.label}
            type="linear"
            stroke={line.color}
            strokeWidth={2}
            strokeDasharray={line.cue === "dotted" ? "0.1 5" : undefined}
            strokeLinecap="round"
            dot={line.cue === "dotted" ? false : { r: 2.5, fill: line.color, strokeWidth: 0 }}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
