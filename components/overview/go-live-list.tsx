import Link from "next/link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { GoLive } from "@/lib/customers/customer-contract";
import { goLiveSteps } from "./go-live-steps";

export type GoLiveListProps = {
  project: string;
  done: GoLive;
  dismiss: () => Promise<void>;
};

/** What is still missing until real people sign in. What is done shows by itself: nothing is ticked off by hand. */
export function GoLiveList({ project, done, dismiss }: GoLiveListProps) {
  const rows = goLiveSteps(project);
  const count = rows.filter(({ step }) => done[step]).length;
  return (
    <Card
      title="Going live"
      padded={false}
      actions={
        <>
          <span className="num text-13 text-muted">
            {count} of {rows.length} done
          </span>
          <form action={dismiss}>
            <SubmitButton size="small">Dismiss</SubmitButton>
          </form>
        </>
      }
    >
      <ol aria-label="Steps to live" className="grid gap-px bg-line sm:grid-cols-2">
        {rows.map(({ step, title, hint, path }) => (
          <li key={step} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 bg-surface px-4 py-2.5">
            <span
              aria-hidden="true"
              className={`mt-0.5 size-4 rounded-full border-2 ${done[step] ? "border-brand bg-brand" : "border-line-strong"}`}
            />
            <span className="min-w-0">
              <Link href={{ pathname: path }} className={done[step] ? "text-muted hover:text-ink" : "link font-medium"}>
                {title}
              </Link>
              {done[step] ? null : <span className="sr-only"> (not done yet)</span>}
              <span className={`block text-13 ${done[step] ? "text-brand-text" : "text-muted"}`}>
                {done[step] ? "Done" : hint}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The way back to a list that was put away. */
export function ShowGoLiveList({ show }: { show: () => Promise<void> }) {
  return (
    <form action={show}>
      <SubmitButton variant="quiet" size="small" pendingLabel="Fetching it">
        Show what going live takes
      </SubmitButton>
    </form>
  );
}
