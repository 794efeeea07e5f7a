import type { ReactNode } from "react";
import { GroupedCode } from "@/components/mailbox/grouped-code";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";

export type ReviewerRow = { id: string; value: string; code: string; expiresAt: Date };

/** The reviewers with the code to hand on. */
export function ReviewerList({
  rows,
  actions,
}: {
  rows: readonly ReviewerRow[];
  actions: (row: ReviewerRow) => ReactNode;
}) {
  return (
    <ul aria-label="Reviewers" className="divide-y divide-line rounded-3 border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
          <span className="w-full min-w-0 break-words font-medium sm:w-auto sm:flex-1">{row.value}</span>
          <span className="flex items-center gap-1">
            <GroupedCode value={row.code} />
            <CopyButton value={row.code} label={`code of ${row.value}`} />
          </span>
          <span className="text-13 text-muted">
            Ends <Time value={row.expiresAt} />
          </span>
          {actions(row)}
        </li>
      ))}
    </ul>
  );
}
