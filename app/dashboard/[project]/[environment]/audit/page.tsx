import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { AUDIT_LABELS, type AuditPageFilters, readAuditFilters } from "@/components/audit/audit-entry";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditList } from "@/components/audit/audit-list";
import { ChainState } from "@/components/audit/chain-state";
import { type FilterSearch, namedFilters } from "@/components/filters/filters";
import { NoMatches } from "@/components/filters/no-matches";
import { type EnvironmentRoute, environmentPath } from "@/components/frame/paths";
import { buttonClasses } from "@/components/ui/button-classes";
import { PageHeader } from "@/components/ui/page-header";
import { auditAreas, listAudit, summaryOf, verifyAudit } from "@/lib/audit";
import { type AuditEntry, BAD_REASONS } from "@/lib/audit/contract";
import { isNinepinError } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { filtersOf } from "./filters-of";

export const metadata: Metadata = { title: "Audit log" };

const PER_PAGE = 50;
/** How long one page may look through the chain; a link goes on from there. */
const CHECK_MS = 1_000;

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<FilterSearch>;
}) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const search = await searchParams;
  const filters = readAuditFilters(search);
  const cursor = typeof search.cursor === "string" ? search.cursor : null;
  const page = await readPage(deps, scope, filters, cursor);
  const { kind, projectSlug, settings } = scope.environment;
  const path = environmentPath(projectSlug, kind, "audit");
  const days = settings.retention.audit_days;

  return (
    <>
      <PageHeader
        title="Audit log"
        description={`Every change in ${kind} and every key, token or code that was refused: who, from where, and what was before. Kept for ${days} days.`}
      >
        <Export path={path} filters={filters} format="csv" label="Export CSV" />
        <Export path={path} filters={filters} format="jsonl" label="Export JSON" />
      </PageHeader>
      <Suspense fallback={<p className="mb-3.5 text-13 text-muted">Checking the chain</p>}>
        <Chain deps={deps} scope={scope} path={path} checked={search.checked} />
      </Suspense>
      <AuditFilter path={path} filters={filters} areas={auditAreas()} />
      {page.entries.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <NoMatches
            title={page.nextCursor ? "Nothing among the newest entries" : "No entries match"}
            path={path}
            filters={filters}
            labels={AUDIT_LABELS}
            hint={page.nextCursor ? "Look further back, or widen the filters:" : undefined}
          />
        </div>
      ) : (
        <AuditList entries={page.entries.map(rowOf)} path={path} />
      )}
      {page.nextCursor ? (
        <p className="mt-3">
          <Link
            href={{ pathname: path, query: { ...namedFilters(filters), cursor: page.nextCursor } }}
            className="link"
          >
            Older entries
          </Link>
        </p>
      ) : page.entries.length > 0 ? (
        <p className="mt-3 text-13 text-subtle">That is all. Entries older than {days} days are not kept.</p>
      ) : null}
    </>
  );
}

function Export({
  path,
  filters,
  format,
  label,
}: {
  path: EnvironmentRoute;
  filters: AuditPageFilters;
  format: "csv" | "jsonl";
  label: string;
}) {
  const query = new URLSearchParams({ ...namedFilters(filters), format });
  return (
    <a
      href={`${path}/export?${query}`}
      download
      className={buttonClasses({ variant: "plain", size: "medium", wide: false })}
    >
      {label}
    </a>
  );
}

async function Chain({
  deps,
  scope,
  path,
  checked,
}: {
  deps: Deps;
  scope: Scope;
  path: EnvironmentRoute;
  checked: FilterSearch[string];
}) {
  const afterSeq = typeof checked === "string" && /^\d{1,15}$/.test(checked) ? Number(checked) : null;
  const found = await verifyAudit(deps, scope, { afterSeq, budgetMs: CHECK_MS });
  const bad = found.firstBad;
  return <ChainState found={{ ...found, firstBad: bad && { ...bad, detail: BAD_REASONS[bad.reason] } }} path={path} />;
}

/** A filter or a cursor that is none of ours shows nothing instead of an error page. */
async function readPage(deps: Deps, scope: Scope, filters: AuditPageFilters, cursor: string | null) {
  const wanted = filtersOf(filters, deps.clock.now());
  if (wanted === null) return { entries: [], nextCursor: null };
  try {
    return await listAudit(deps, scope, wanted, { limit: PER_PAGE, cursor });
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { entries: [], nextCursor: null };
  }
}

function rowOf(entry: AuditEntry) {
  const { id, at, type, actor, target, ip, userAgent, requestId, erasedAt } = entry;
  const name = actor && (actor.name ?? actor.id);
  return {
    id,
    at,
    type,
    summary: summaryOf(type),
    actor: name,
    target,
    ip,
    userAgent,
    requestId,
    isErased: erasedAt !== null,
  };
}
