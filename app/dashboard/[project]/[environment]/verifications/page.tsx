import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { type FilterSearch, namedFilters } from "@/components/filters/filters";
import { NoMatches } from "@/components/filters/no-matches";
import { environmentPath } from "@/components/frame/paths";
import { KEY_PLACEHOLDER, requestCodeCommand } from "@/components/keys/snippets";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { HeldBack } from "@/components/verifications/held-back";
import { LiveList } from "@/components/verifications/live-list";
import { VerificationFilter } from "@/components/verifications/verification-filter";
import {
  FILTER_LABELS,
  readVerificationFilters,
  type VerificationFilters,
} from "@/components/verifications/verification-filters";
import { VerificationTable } from "@/components/verifications/verification-table";
import { apiUrlOf } from "@/lib/core/api-url";
import { isNinepinError } from "@/lib/core/errors";
import { listApiKeys } from "@/lib/keys";
import { findSuppression, listVerifications, seenCountries } from "@/lib/messages";
import type { Deps, Scope } from "@/lib/ports";
import { letRecipientThrough } from "./actions";
import { queryOf } from "./query-of";

export const metadata: Metadata = { title: "Verifications" };

const KEYS = 100;

export default async function VerificationsPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<FilterSearch>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const search = await searchParams;
  const filters = readVerificationFilters(search);
  const cursor = typeof search.cursor === "string" ? search.cursor : null;
  const [page, held, countries, keys] = await Promise.all([
    readPage(deps, scope, filters, cursor),
    readHeld(deps, scope, filters.recipient),
    seenCountries(deps, scope),
    listApiKeys(deps, scope, { limit: KEYS, cursor: null }),
  ]);
  const { kind, projectSlug, settings } = scope.environment;
  const path = environmentPath(projectSlug, kind, "verifications");
  const named = namedFilters(filters);
  const hours = settings.retention.challenge_hours;

  return (
    <>
      <PageHeader
        title="Verifications"
        description={`Every code that was asked for, and where it is. Kept for ${hours} ${hours === 1 ? "hour" : "hours"} after its end, then only counted.`}
      >
        {cursor === null ? <LiveList /> : null}
      </PageHeader>
      <VerificationFilter path={path} filters={filters} countries={countries} keys={keys.data} />
      {held ? (
        <div className="mb-3.5">
          <HeldBack
            {...held}
            lift={
              member.role === "viewer" ? null : letRecipientThrough.bind(null, project, environment, filters.recipient)
            }
          />
        </div>
      ) : null}
      {page.data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          {Object.keys(named).length > 0 ? (
            <NoMatches title="No verifications match" path={path} filters={filters} labels={FILTER_LABELS} />
          ) : (
            <Empty apiUrl={apiUrlOf(deps.env)} kind={kind} />
          )}
        </div>
      ) : (
        <VerificationTable verifications={page.data} path={path} />
      )}
      {page.nextCursor ? (
        <p className="mt-3">
          <Link href={{ pathname: path, query: { ...named, cursor: page.nextCursor } }} className="link">
            Older verifications
          </Link>
        </p>
      ) : null}
    </>
  );
}

/** A cursor or a filter that is none of ours shows nothing instead of an error page. */
async function readPage(deps: Deps, scope: Scope, filters: VerificationFilters, cursor: string | null) {
  const none = { data: [], nextCursor: null };
  const query = queryOf(filters, cursor, deps.clock.now());
  if (query === null) return none;
  try {
    return await listVerifications(deps, scope, query);
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return none;
  }
}

/** Whether whoever is searched for is held back; what is no address is nobody. */
async function readHeld(deps: Deps, scope: Scope, recipient: string) {
  if (recipient === "") return null;
  try {
    return await findSuppression(deps, scope, { type: recipient.includes("@") ? "email" : "phone", value: recipient });
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return null;
  }
}

function Empty({ apiUrl, kind }: { apiUrl: string; kind: "test" | "live" }) {
  const email = kind === "test" ? "verified@ninepin.test" : "you@example.com";
  return (
    <EmptyState title="No verifications yet">
      <div className="grid gap-3 text-left">
        <p className="text-center">The first code that is asked for with a {kind} key shows here at once.</p>
        <CodeBlock label="cURL: ask for a code" code={requestCodeCommand({ apiUrl, key: KEY_PLACEHOLDER, email })} />
      </div>
    </EmptyState>
  );
}
