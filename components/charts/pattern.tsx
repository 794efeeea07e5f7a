import { useId } from "react";
import type { Series } from "./series";

/** The name of a series' pattern in a drawing of that id. */
export function patternId(drawing: string, { key }: Series): string {
  return `${drawing}-${key}`;
}

/** How a series is filled, so that it can be told without its colour: solid, hatched or dotted. */
export function Pattern({ id, series: { color, cue } }: { id: string; series: Series }) {
  const turned = cue === "hatch" ? "rotate(45)" : undefined;
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform={turned}>
      <rect width={5} height={5} style={{ fill: color }} />
      {cue === "hatch" ? <rect width={1.6} height={5} style={{ fill: "var(--surface)" }} opacity={0.65} /> : null}
      {cue === "dots" ? <circle cx={2.5} cy={2.5} r={1.1} style={{ fill: "var(--surface)" }} opacity={0.8} /> : null}
    </pattern>
  );
}

/** The sign of a series in a legend, in the same colour and with the same cue. */
export function Swatch({ series, muted = false }: { series: Series; muted?: boolean }) {
  const { color, cue } = series;
  const id = useId();
  return (
    <svg width={12} height={12} aria-hidden="true" focusable="false" opacity={muted ? 0.35 : 1} className="shrink-0">
      {cue === "dotted" ? (
        <path d="M1 6h10" style={{ stroke: color }} strokeWidth={2.5} strokeDasharray="0.1 4" strokeLinecap="round" />
      ) : (
        <>
          <defs>
            <Pattern id={id} series={series} />
          </defs>
          <rect x={1} y={1} width={10} height={10} rx={2} fill={`url(#${id})`} />
        </>
      )}
    </svg>
  );
}
