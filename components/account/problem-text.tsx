"use client";

import type { Problem } from "./enter-code-state";
import { useCountdown } from "./use-countdown";
import { waitText } from "./words";

/** A problem with, where there is one, its wait counted down. Said aloud once, with the time it began with. */
export function ProblemText({ problem }: { problem: Problem }) {
  const left = useCountdown(problem);
  if (problem.waitSeconds === undefined) return problem.text;
  if (left === 0) return "You can ask for a new code now.";
  return (
    <>
      <span className="sr-only">{`${problem.text} in ${waitText(problem.waitSeconds)}.`}</span>
      <span aria-hidden="true" className="num">{`${problem.text} in ${waitText(left)}.`}</span>
    </>
  );
}
