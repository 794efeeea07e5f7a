import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { KeepFocus } from "@/components/frame/keep-focus";
import { environmentPath } from "@/components/frame/paths";
import { CreateKey } from "@/components/keys/create-key";
import { KeyList } from "@/components/keys/key-list";
import type { KeyRow } from "@/components/keys/key-row";
import { RevokeKey } from "@/components/keys/revoke-key";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { type ApiKey, listApiKeys } from "@/lib/keys";
import { createKey, revokeKey } from "./actions";

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
  const keys = await listApiKeys(deps, scope, { limit: PER_PAGE, cursor: typeof cursor === "string" ? cursor : null });
  const now = deps.clock.now();
  const rows = keys.data.map((key) => rowOf(key, now, member.id));
  const { kind } = scope.environment;
  const writes = member.role !== "viewer";
  const create = writes ? (
    <CreateKey appUrl={deps.env.appUrl} environment={kind} createKey={createKey.bind(null, project, environment)} />
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
      <KeepFocus place={String(rows.filter((row) => row.status === "revoked").length)} />
      {rows.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title={`No ${kind} keys yet`}>
            {writes ? "Create one to make the first call." : "An owner, an admin or a developer can create one."}
          </EmptyState>
        </div>
      ) : (
        <KeyList
          rows={rows}
          actions={(row) =>
            writes && row.status !== "revoked" ? (
              <RevokeKey
                name={row.name}
                environment={kind}
                revoke={revokeKey.bind(null, project, environment, row.id)}
              />
            ) : null
          }
        />
      )}
      {keys.nextCursor ? (
        <p className="mt-3">
          <Link
            href={{
              pathname: environmentPath(scope.environment.projectSlug, kind, "keys"),
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

function rowOf(key: ApiKey, now: Date, memberId: string): KeyRow {
  const expired = key.expiresAt !== null && key.expiresAt <= now;
  return {
    ...key,
    createdBy: makerOf(key.createdBy, memberId),
    status: key.revokedAt ? "revoked" : expired ? "expired" : "active",
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
