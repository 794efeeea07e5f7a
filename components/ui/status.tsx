import type { ReactNode } from "react";
import { Rack } from "./rack";

export type StatusKind = "verified" | "waiting" | "wrong" | "expired" | "blocked" | "failed";

const COLOURS = {
  verified: "text-brand-text",
  waiting: "text-warn-text",
  wrong: "text-danger-text",
  expired: "text-muted",
  blocked: "text-danger-text",
  failed: "text-danger-text",
} as const satisfies Record<StatusKind, string>;

const RING = { cx: 7, cy: 7, r: 5.25, fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;

function Glyph({ kind }: { kind: StatusKind }) {
  if (kind === "verified") return <Rack size={14} />;
  return (
    <svg viewBox="0 0 14 14" width={14} height={14} aria-hidden="true" focusable="false" className="shrink-0">
      {kind === "waiting" ? (
        <>
          <circle {...RING} />
          <path d="M7 7V1.75A5.25 5.25 0 0 1 12.25 7Z" fill="currentColor" />
        </>
      ) : null}
      {kind === "wrong" ? (
        <path d="m3 3 8 8m0-8-8 8" stroke="currentColor" strokeWidth={1.75} strokeLinecap="round" />
      ) : null}
      {kind === "expired" ? <circle {...RING} /> : null}
      {kind === "blocked" ? (
        <>
          <circle {...RING} />
          <path d="m3.4 10.6 7.2-7.2" stroke="currentColor" strokeWidth={1.5} />
        </>
      ) : null}
      {kind === "failed" ? (
        <path d="M7 2 12.5 12h-11Z" fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />
      ) : null}
    </svg>
  );
}

/** What became of something: a glyph and always a word. */
export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap font-medium ${COLOURS[kind]}`}>
      <Glyph kind={kind} />
      {children}
    </span>
  );
}
