import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { type FilterSearch, namedFilters } from "@/components/filters/filters";
import { NoMatches } from "@/components/filters/no-matches";
import { environmentPath } from "@/components/frame/paths";
import { KEY_PLACEHOLDER, requestCodeCommand } from "@/components/keys/snippets";
import { LOG_LABELS, type LogFilters, readLogFilters } from "@/components/logs/log-entry";
import { LogFilter } from "@/components/logs/log-filter";
import { LogList } from "@/components/logs/log-list";
import { NewerRequests } from "@/components/logs/newer-requests";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { apiUrlOf } from "@/lib/core/api-url";
import { ERRORS, isNinepinError } from "@/lib/core/errors";
import { listApiKeys } from "@/lib/keys";
import type { Deps, Scope } from "@/lib/ports";
import { listRequests } from "@/lib/usage";
import { entryOf } from "./entry-of";
import { queryOf } from "./query-of";

export const metadata: Metadata = { title: "Logs" };

const KEYS = 100;

export default async function LogsPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<FilterSearch>;
}) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const search = await searchParams;
  const filters = readLogFilters(search);
  const cursor = typeof search.cursor === "string" ? search.cursor : null;
  const [page, keys] = await Promise.all([
    readPage(deps, scope, filters, cursor),
    listApiKeys(deps, scope, { limit: KEYS, cursor: null }),
  ]);
  const { kind, projectSlug } = scope.environment;
  const path = environmentPath(projectSlug, kind, "logs");
  const named = namedFilters(filters);
  const nameOf = new Map(keys.data.map((key) => [key.id, key.name]));
  const drawn = page.data[0]?.at ?? deps.clock.now();

  return (
    <>
      <PageHeader
        title="Logs"
        description={`Every request to the API with a ${kind} key or token, kept for ${page.retentionDays} days. Codes, keys, tokens and personal data are hidden before they are written.`}
      >
        {cursor === null ? <NewerRequests source={`${path}/newer?since=${drawn.getTime()}`} /> : null}
      </PageHeader>
      <LogFilter path={path} filters={filters} codes={Object.keys(ERRORS)} keys={keys.data} />
      {page.data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          {Object.keys(named).length > 0 ? (
            <NoMatches title="No requests match" path={path} filters={filters} labels={LOG_LABELS} />
          ) : (
            <Empty apiUrl={apiUrlOf(deps.env)} kind={kind} />
          )}
        </div>
      ) : (
        <LogList entries={page.data.map((row) => entryOf(row, nameOf))} path={path} />
      )}
      {page.nextCursor ? (
        <p className="mt-3">
          <Link href={{ pathname: path, query: { ...named, cursor: page.nextCursor } }} className="link">
            Older requests
          </Link>
        </p>
      ) : page.data.length > 0 ? (
        <p className="mt-3 text-13 text-subtle">
          That is all. Requests older than {page.retentionDays} days are not kept.
        </p>
      ) : null}
    </>
  );
}

/** A cursor or a filter that is none of ours shows nothing instead of an error page. */
async function readPage(deps: Deps, scope: Scope, filters: LogFilters, cursor: string | null) {
  const none = { data: [], nextCursor: null, retentionDays: scope.environment.settings.retention.request_log_days };
  const query = queryOf(filters, cursor, deps.clock.now());
  if (query === null) return none;
  try {
    return await listRequests(deps, scope, query);
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return none;
  }
}

function Empty({ apiUrl, kind }: { apiUrl: string; kind: "test" | "live" }) {
  const email = kind === "test" ? "verified@ninepin.test" : "you@example.com";
  return (
    <EmptyState title="No requests yet">
      <div className="grid gap-3 text-left">
        <p className="text-center">The first request with a {kind} key shows here, a few seconds after it was made.</p>
        <CodeBlock label="cURL: ask for a code" code={requestCodeCommand({ apiUrl, key: KEY_PLACEHOLDER, email })} />
      </div>
    </EmptyState>
  );
}
