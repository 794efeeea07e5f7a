import { IconAlertTriangle, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Rack } from "./rack";
import type { Tone } from "./tone";

const TONES = {
  neutral: "border-line bg-sunken",
  good: "border-brand/40 bg-brand-soft",
  danger: "border-danger/40 bg-danger-soft",
  warn: "border-warn/50 bg-warn-soft",
  info: "border-info/40 bg-info-soft",
} as const satisfies Record<Tone, string>;

const ICON = { size: 18, stroke: 1.75, "aria-hidden": true } as const;

function ToneIcon({ tone }: { tone: Tone }) {
  if (tone === "good") return <Rack size={18} className="text-brand-text" />;
  if (tone === "danger") return <IconCircleX {...ICON} className="shrink-0 text-danger-text" />;
  if (tone === "warn") return <IconAlertTriangle {...ICON} className="shrink-0 text-warn-text" />;
  return <IconInfoCircle {...ICON} className={`shrink-0 ${tone === "info" ? "text-info-text" : "text-muted"}`} />;
}

export type CalloutProps = { tone?: Tone; title?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** Something to know before going on. Colour is never its only signal: the icon and the words say it too. */
export function Callout({ tone = "neutral", title, actions, children }: CalloutProps) {
  return (
    <div className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-2 border px-3.5 py-3 ${TONES[tone]}`}>
      <span className="py-px">
        <ToneIcon tone={tone} />
      </span>
      <div className="min-w-0 flex-1 basis-56">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={title ? "mt-0.5" : undefined}>{children}</div> : null}
      </div>
      {actions}
    </div>
  );
}
