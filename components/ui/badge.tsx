import type { ReactNode } from "react";
import type { Tone } from "./tone";

const TONES = {
  neutral: "border-line bg-sunken text-muted",
  good: "border-transparent bg-brand-soft text-brand-text",
  danger: "border-transparent bg-danger-soft text-danger-text",
  warn: "border-transparent bg-warn-soft text-warn-text",
  info: "border-transparent bg-info-soft text-info-text",
} as const satisfies Record<Tone, string>;

/** A short word about a thing: its type, its role. What happened to it is a Status. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-1 border px-1.5 text-12 font-medium ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
