import Link from "next/link";
import type { GoLive } from "@/lib/customers/customer-contract";
import { goLiveSteps } from "./go-live-steps";

/** What is still missing on the way to live, beside the first live key itself. */
export function MissingSteps({ project, done }: { project: string; done: GoLive }) {
  const missing = goLiveSteps(project).filter(({ step }) => !done[step] && step !== "key" && step !== "live_code");
  if (missing.length === 0) return <p>Everything else for live is in place.</p>;
  return (
    <>
      <p>Also missing for live, in any order:</p>
      <ul className="mx-auto mt-2 grid w-fit gap-1 text-left">
        {missing.map(({ step, title, path }) => (
          <li key={step}>
            <Link href={{ pathname: path }} className="link">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
