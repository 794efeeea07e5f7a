import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { KeepFocus } from "@/components/frame/keep-focus";
import { AddReviewer } from "@/components/reviewers/add-reviewer";
import { RemoveReviewer } from "@/components/reviewers/remove-reviewer";
import { ReviewerList } from "@/components/reviewers/reviewer-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listReviewers } from "@/lib/reviewers";
import { add, remove } from "./actions";

export const metadata: Metadata = { title: "Reviewers" };

export default async function ReviewersPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  if (scope.environment.kind !== "live") notFound();
  const keeper = member.role === "owner" || member.role === "admin";

  return (
    <>
      <PageHeader
        title="Reviewers"
        description="An app store's reviewer cannot read your mail. Give them an address whose code is fixed, for thirty days at most."
      />
      {keeper ? (
        <div className="grid gap-4">
          <AddReviewer add={add.bind(null, project, environment)} />
          <Reviewers rows={await listReviewers(deps, scope)} remove={remove.bind(null, project, environment)} />
        </div>
      ) : (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title="Owners and admins keep the reviewers">
            Ask one of them for the reviewer’s address and code.
          </EmptyState>
        </div>
      )}
    </>
  );
}

function Reviewers({
  rows,
  remove: removeById,
}: {
  rows: Awaited<ReturnType<typeof listReviewers>>;
  remove: (id: string) => Promise<string | undefined>;
}) {
  return (
    <>
      <KeepFocus place={String(rows.length)} />
      {rows.length === 0 ? (
        <p className="text-muted">No reviewers yet. Nothing has a fixed code.</p>
      ) : (
        <ReviewerList
          rows={rows}
          actions={(row) => <RemoveReviewer value={row.value} remove={removeById.bind(null, row.id)} />}
        />
      )}
    </>
  );
}
