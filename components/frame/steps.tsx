import type { ReactNode } from "react";

export type Step = { title: string; state: "done" | "current" | "later"; content: ReactNode };

const PINS = {
  done: "border-brand bg-brand",
  current: "border-brand bg-brand-soft",
  later: "border-line-strong",
} as const satisfies Record<Step["state"], string>;

/** Steps in order, each with a pin that stands once it is done. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol>
      {steps.map((step, index) => (
        <li
          key={step.title}
          aria-current={step.state === "current" ? "step" : undefined}
          className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-4 pb-8 not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0.5 not-last:before:left-[7.5px] not-last:before:w-px not-last:before:bg-line"
        >
          <span aria-hidden="true" className={`mt-1 size-4 rounded-full border-2 ${PINS[step.state]}`} />
          <div className="grid min-w-0 grid-cols-1 gap-2">
            <h2 className="text-18">
              <span className="sr-only">Step {index + 1}: </span>
              {step.title}
              {step.state === "done" ? <span className="sr-only"> (done)</span> : null}
            </h2>
            {step.content}
          </div>
        </li>
      ))}
    </ol>
  );
}
