import type { Metadata } from "next";
import Link from "next/link";
import { pageAt } from "@/app/dashboard/page-at";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath } from "@/components/frame/paths";
import { ApplyChanges } from "@/components/settings/apply-changes";
import { VersionList } from "@/components/settings/version-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listVersions, readSettings } from "@/lib/configuration";
import { copy, previewCopy, previewRestore, restore } from "../actions";
import { authorsOf } from "../authors";

export const metadata: Metadata = { title: "Versions" };

const PER_PAGE = 20;

export default async function VersionsPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { cursor } = await searchParams;
  const [versions, { version: current }, authorOf] = await Promise.all([
    pageAt(cursor, PER_PAGE, (page) => listVersions(deps, scope, page)),
    readSettings(deps, scope),
    authorsOf(deps, scope, member.id),
  ]);
  const { kind, projectSlug } = scope.environment;
  const other = kind === "live" ? "test" : "live";
  const writes = member.role !== "viewer" && !member.customer.suspended;

  return (
    <>
      <PageHeader title="Versions" description={`Every change of the settings in ${kind}, and the way back.`}>
        {writes ? (
          <ApplyChanges
            title={`Copy the settings of ${other} to ${kind}?`}
            trigger={<Button>Copy from {other}</Button>}
            words={{ verb: `Copy to ${kind}`, present: "Copying", done: `Settings of ${other} copied` }}
            look={previewCopy.bind(null, project, environment)}
            apply={copy.bind(null, project, environment)}
          />
        ) : null}
      </PageHeader>
      {versions.data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title="No versions yet">
            The settings are as they came. The first change makes version {current + 1}.
          </EmptyState>
        </div>
      ) : (
        <VersionList
          rows={versions.data.map((row) => ({ ...row, author: authorOf(row.author) }))}
          current={current}
          actions={(row) =>
            writes ? (
              <ApplyChanges
                title={`Restore version ${row.version}?`}
                trigger={
                  <Button size="small" aria-label={`Restore version ${row.version}`}>
                    Restore
                  </Button>
                }
                words={{ verb: "Restore", present: "Restoring", done: `Version ${row.version} restored` }}
                look={previewRestore.bind(null, project, environment, row.version)}
                apply={restore.bind(null, project, environment, row.version)}
              />
            ) : null
          }
        />
      )}
      {versions.nextCursor ? (
        <p className="mt-3">
          <Link
            href={{
              pathname: `${environmentPath(projectSlug, kind, "settings")}/versions`,
              query: { cursor: versions.nextCursor },
            }}
            className="link"
          >
            Older versions
          </Link>
        </p>
      ) : null}
    </>
  );
}
