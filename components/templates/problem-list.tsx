import { Badge } from "@/components/ui/badge";
import { PART_TITLES, type Problem } from "./template-view";

/** What there is to say about a template, each with a way to its line. */
export function ProblemList({ problems, go }: { problems: readonly Problem[]; go: (problem: Problem) => void }) {
  return (
    <section aria-label="Problems" aria-live="polite" className="grid gap-2">
      <h2 className="font-medium text-14">
        {problems.length === 0 ? "No problems" : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`}
      </h2>
      {problems.length > 0 ? (
        <ul className="grid gap-1.5">
          {problems.map((problem) => (
            <li
              key={`${problem.part}/${problem.line}/${problem.message}`}
              className="flex flex-wrap items-baseline gap-2"
            >
              <Badge tone={problem.severity === "error" ? "danger" : "warn"}>
                {problem.severity === "error" ? "Error" : "Warning"}
              </Badge>
              <button type="button" className="link py-0.5" onClick={() => go(problem)}>
                {PART_TITLES[problem.part]}, line {problem.line}
              </button>
              <span className="min-w-0 basis-56 flex-1 text-13">{problem.message}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
