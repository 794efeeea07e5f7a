import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { errorRow } from "@/app/docs/errors/rows";
import { environmentPath, verificationPath } from "@/components/frame/paths";
import { StatusOf } from "@/components/logs/log-list";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact } from "@/components/ui/fact";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { isNinepinError } from "@/lib/core/errors";
import { Uuid } from "@/lib/core/wire";
import { listApiKeys } from "@/lib/keys";
import type { Deps, Scope } from "@/lib/ports";
import { type LoggedRequestWithBodies, readRequest } from "@/lib/usage";
import { RequestLogParams } from "@/lib/usage/request-log-contract";
import { entryOf } from "../entry-of";

export const metadata: Metadata = { title: "Request" };

const KEYS = 100;

export default async function RequestPage({ params }: { params: Promise<EnvironmentPath & { request: string }> }) {
  const { project, environment, request } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const row = await readOrNotFound(deps, scope, request);
  const keys = await listApiKeys(deps, scope, { limit: KEYS, cursor: null });
  const entry = entryOf(row, new Map(keys.data.map((key) => [key.id, key.name])));
  const error = row.error === null ? null : errorRow(row.error);
  const { kind, projectSlug } = scope.environment;
  const challenge = challengeOf(row.response) ?? challengeOf(row.request);

  return (
    <>
      <p className="mb-2">
        <Link href={environmentPath(projectSlug, kind, "logs")} className="link">
          All requests
        </Link>
      </p>
      <PageHeader title={`${row.method} ${row.path}`} />
      <div className="grid grid-cols-1 gap-3.5">
        {error ? (
          <Callout tone={row.status >= 500 ? "danger" : "warn"} title={error.title}>
            <p>{error.meaning}</p>
            <p className="mt-1">
              {error.fix}{" "}
              <Link href={`/docs/errors/${error.code}`} className="link">
                About {error.code}
              </Link>
            </p>
          </Callout>
        ) : null}
        <Card title="Request" padded={false}>
          <dl className="divide-y divide-line">
            <Fact name="Status">
              <StatusOf entry={entry} />
            </Fact>
            <Fact name="Request id">
              <code className="break-all text-12">{row.id}</code>
              <CopyButton value={row.id} label="request id" />
            </Fact>
            <Fact name="When">
              <Moment value={row.at} />
            </Fact>
            <Fact name="Took">
              <span className="num">{row.durationMs} ms</span>
            </Fact>
            <Fact name="By">{entry.actor}</Fact>
            <Fact name="From">{row.ip ?? "–"}</Fact>
            <Fact name="Client">{row.userAgent ?? "–"}</Fact>
            {challenge === null ? null : (
              <Fact name="Verification">
                <span>
                  <Link href={verificationPath(projectSlug, kind, challenge)} className="link">
                    Its timeline
                  </Link>
                  , while it is kept
                </span>
              </Fact>
            )}
          </dl>
        </Card>
        <Body label="Request, as far as it may be kept" value={row.request} />
        <Body label="Response, as far as it may be kept" value={row.response} />
      </div>
    </>
  );
}

async function readOrNotFound(deps: Deps, scope: Scope, id: string): Promise<LoggedRequestWithBodies> {
  if (!RequestLogParams.safeParse({ id }).success) notFound();
  try {
    return await readRequest(deps, scope, id);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
}

const NamesChallenge = z.object({ challenge_id: Uuid });
/** A response is kept as it is, a request with its query beside its body. */
const Kept = z.union([NamesChallenge, z.object({ body: NamesChallenge }).transform(({ body }) => body)]);

/** The verification that a request or its answer is about; null where they name none. */
function challengeOf(kept: unknown): string | null {
  return Kept.safeParse(kept).data?.challenge_id ?? null;
}

function Body({ label, value }: { label: string; value: unknown }) {
  if (value === null) return null;
  return <CodeBlock label={label} code={JSON.stringify(value, null, 2)} copy={false} wrap />;
}
