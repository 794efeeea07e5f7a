import type { Metadata } from "next";
import Link from "next/link";
import { pageAt } from "@/app/dashboard/page-at";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { KeepFocus } from "@/components/frame/keep-focus";
import { environmentPath } from "@/components/frame/paths";
import { CreateKey } from "@/components/keys/create-key";
import { EditKey } from "@/components/keys/edit-key";
import { KeyList } from "@/components/keys/key-list";
import type { KeyRow } from "@/components/keys/key-row";
import { RevokeKey } from "@/components/keys/revoke-key";
import { RotateKey } from "@/components/keys/rotate-key";
import { MissingSteps } from "@/components/overview/missing-steps";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { apiUrlOf } from "@/lib/core/api-url";
import { readGoLive } from "@/lib/customers";
import { type ApiKey, listApiKeys } from "@/lib/keys";
import { createKey, editKey, revokeKey, rotateKey } from "./actions";
import { presetOf, scopeChoices } from "./scope-choices";

export const metadata: Metadata = { title: "API keys" };

const PER_PAGE = 50;

export default async function KeysPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { cursor } = await searchParams;
  const keys = await pageAt(cursor, PER_PAGE, (page) => listApiKeys(deps, scope, page));
  const now = deps.clock.now();
  const rows = keys.data.map((key) => rowOf(key, { now, memberId: member.id, all: keys.data }));
  const secrets = rows.filter(({ type, status }) => type === "secret" && status === "active");
  const { kind } = scope.environment;
  const writes = member.role !== "viewer";
  const goLive =
    kind === "live" && writes && rows.length === 0 ? await readGoLive(deps, member, scope.environment.projectId) : null;
  const path = environmentPath(scope.environment.projectSlug, kind, "keys");
  const dialog = { apiUrl: apiUrlOf(deps.env), environment: kind, path };
  const choices = scopeChoices();
  const create = writes ? (
    <CreateKey {...dialog} choices={choices} createKey={createKey.bind(null, project, environment)} />
  ) : null;

  return (
    <>
      <PageHeader
        title="API keys"
        description={`Your app calls Ninepin with these. They belong to ${kind} and do nothing in ${kind === "test" ? "live" : "test"}.`}
      >
        {/* Always at the same place: where the first key would move it, the dialog that shows the key would be lost. */}
        {create}
      </PageHeader>
      <KeepFocus place={rows.map(({ status, replacedBy }) => `${status}${replacedBy ?? ""}`).join()} />
      {rows.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title={goLive ? "Create your first live key" : `No ${kind} keys yet`}>
            {goLive ? (
              <MissingSteps project={scope.environment.projectSlug} done={goLive} />
            ) : writes ? (
              "Create one to make the first call."
            ) : (
              "An owner, an admin or a developer can create one."
            )}
          </EmptyState>
        </div>
      ) : (
        <KeyList
          rows={rows}
          actions={(row) =>
            writes && row.status !== "revoked" ? (
              <>
                {row.status === "active" ? (
                  <EditKey
                    row={row}
                    environment={kind}
                    choices={choices}
                    editKey={editKey.bind(null, project, environment, row.id)}
                  />
                ) : null}
                {row.status === "active" && row.replacedBy === null ? (
                  <RotateKey {...dialog} name={row.name} rotate={rotateKey.bind(null, project, environment, row.id)} />
                ) : null}
                <RevokeKey
                  name={row.name}
                  environment={kind}
                  replaced={row.replacedBy !== null}
                  last={secrets.length === 1 && secrets[0]?.id === row.id}
                  requestsInDay={row.requestsInDay}
                  revoke={revokeKey.bind(null, project, environment, row.id)}
                />
              </>
            ) : null
          }
        />
      )}
      {keys.nextCursor ? (
        <p className="mt-3">
          <Link
            href={{
              pathname: path,
              query: { cursor: keys.nextCursor },
            }}
            className="link"
          >
            Older keys
          </Link>
        </p>
      ) : null}
    </>
  );
}

function rowOf(key: ApiKey, { now, memberId, all }: { now: Date; memberId: string; all: readonly ApiKey[] }): KeyRow {
  const isOver = (expiresAt: Date | null) => expiresAt !== null && expiresAt <= now;
  const half = (other: ApiKey["replaces"]) => {
    if (other === null || isOver(other.expiresAt)) return null;
    const found = all.find(({ id }) => id === other.id);
    if (found && found.revokedAt !== null) return null;
    return found?.hint ?? "another key";
  };
  return {
    ...key,
    may: presetOf(key.scopes),
    createdBy: makerOf(key.createdBy, memberId),
    status: key.revokedAt ? "revoked" : isOver(key.expiresAt) ? "expired" : "active",
    replaces: half(key.replaces),
    replacedBy: half(key.replacedBy),
  };
}

/** Who made a key, for a reader: records name them by type and id. */
function makerOf(createdBy: string | null, memberId: string): string | null {
  if (createdBy === `member:${memberId}`) return "you";
  if (createdBy === "operator") return "the operator";
  if (createdBy?.startsWith("member:")) return "another member";
  if (createdBy?.startsWith("key:")) return "a secret key";
  return null;
}
