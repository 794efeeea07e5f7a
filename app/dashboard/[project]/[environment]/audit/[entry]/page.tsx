import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { Diff } from "@/components/audit/diff";
import { environmentPath } from "@/components/frame/paths";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { readAuditEntry, summaryOf } from "@/lib/audit";
import type { AuditEntry } from "@/lib/audit/contract";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import type { Deps, Scope } from "@/lib/ports";

export const metadata: Metadata = { title: "Audit entry" };

export default async function AuditEntryPage({ params }: { params: Promise<EnvironmentPath & { entry: string }> }) {
  const { project, environment, entry: id } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const entry = await readOrNotFound(deps, scope, id);
  const { kind, projectSlug } = scope.environment;
  const path = environmentPath(projectSlug, kind, "audit");
  const { actor, requestId, target } = entry;

  return (
    <>
      <p className="mb-2">
        <Link href={path} className="link">
          All entries
        </Link>
      </p>
      <PageHeader title={entry.erasedAt ? "Erased entry" : summaryOf(entry.type).replace(/\.$/, "")} />
      <div className="grid grid-cols-1 gap-3.5">
        {entry.erasedAt ? (
          <Callout title="Its content was erased at a user's request">
            Its place in the chain is left, so the log still shows that something was here.
          </Callout>
        ) : null}
        {entry.before || entry.after ? (
          <Card title="What changed">
            <Diff before={entry.before} after={entry.after} />
          </Card>
        ) : null}
        <Card title="Entry" padded={false}>
          <dl className="divide-y divide-line">
            <Fact name="Type">
              <code className="text-12">{entry.type}</code>
            </Fact>
            <Fact name="Who">
              {actor === null ? (
                "–"
              ) : (
                <Link href={{ pathname: path, query: { actor: actor.id } }} className="link break-all">
                  {actor.name ?? actor.id}
                </Link>
              )}
              {actor?.name ? <code className="break-all text-12 text-muted">{actor.id}</code> : null}
            </Fact>
            <Fact name="What to">
              {target === null ? (
                "–"
              ) : (
                <Link href={{ pathname: path, query: { target } }} className="link">
                  <code className="break-all text-12">{target}</code>
                </Link>
              )}
            </Fact>
            <Fact name="From">{entry.ip ?? "–"}</Fact>
            <Fact name="Client">{entry.userAgent ?? "–"}</Fact>
            <Fact name="Request id">
              {requestId === null ? (
                "–"
              ) : (
                <>
                  <code className="break-all text-12">{requestId}</code>
                  <CopyButton value={requestId} label="request id" />
                </>
              )}
            </Fact>
            <Fact name="When">
              <Moment value={entry.at} />
            </Fact>
            <Fact name="Number">
              <span className="num">{entry.seq ?? "From before the chain"}</span>
            </Fact>
          </dl>
        </Card>
        {Object.keys(entry.data).length === 0 ? null : (
          <CodeBlock label="What was told" code={JSON.stringify(entry.data, null, 2)} copy={false} wrap />
        )}
      </div>
    </>
  );
}

async function readOrNotFound(deps: Deps, scope: Scope, id: string): Promise<AuditEntry> {
  if (!isUuid(id)) notFound();
  try {
    return await readAuditEntry(deps, scope, id);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-2 break-words">{children}</dd>
    </div>
  );
}
