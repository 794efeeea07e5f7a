import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { CheckNow } from "@/components/domains/check-now";
import { DeleteDomain, SharedLinks } from "@/components/domains/domain-end";
import { DomainProgress } from "@/components/domains/domain-progress";
import { DomainStatus } from "@/components/domains/domain-status";
import { RecordList } from "@/components/domains/record-list";
import { ShareDomain } from "@/components/domains/share-domain";
import { environmentPath } from "@/components/frame/paths";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { isNinepinError } from "@/lib/core/errors";
import { readDomain, sharesOf } from "@/lib/domains";
import type { Deps, Scope } from "@/lib/ports";
import { findTenant } from "@/lib/tenants";
import { checkDomainNow, removeDomain, shareRecords, takeLinksBack } from "../actions";

export const metadata: Metadata = { title: "Domain" };

export default async function DomainPage({ params }: { params: Promise<EnvironmentPath & { domain: string }> }) {
  const { project, environment, domain: named } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const domain = await readOrNotFound(deps, scope, named);
  const tenant = domain.tenantId === null ? null : await findTenant(deps, scope, domain.tenantId);
  const links = await sharesOf(deps, scope, domain.id);
  const { kind, projectSlug } = scope.environment;
  const path = environmentPath(projectSlug, kind, "domains");
  const writes = member.role !== "viewer";

  return (
    <>
      <p className="mb-2">
        <Link href={path} className="link">
          All domains
        </Link>
      </p>
      <PageHeader
        title={domain.name}
        description={
          <span className="flex flex-wrap items-center gap-x-4">
            <DomainStatus status={domain.status} />
            {tenant ? <span>For the tenant {tenant.name} alone</span> : null}
            {domain.checkedAt ? (
              <span>
                Last look <Time value={domain.checkedAt} />
              </span>
            ) : null}
          </span>
        }
      >
        {writes ? (
          <>
            <ShareDomain domain={domain.name} share={shareRecords.bind(null, project, environment, domain.name)} />
            <CheckNow
              check={checkDomainNow.bind(null, project, environment, domain.name)}
              count={domain.records.length}
            />
          </>
        ) : null}
      </PageHeader>
      <DomainProgress domain={domain} sender={tenant ? null : domain.sender} />
      <RecordList records={domain.records} zone={domain.zone} />
      {writes ? (
        <div className="mt-5 grid gap-4">
          <SharedLinks links={links} revoke={takeLinksBack.bind(null, project, environment, domain.name)} />
          <div>
            <DeleteDomain
              domain={domain.name}
              path={path}
              remove={removeDomain.bind(null, project, environment, domain.name)}
            />
          </div>
        </div>
      ) : null}
    </>
  );
}

async function readOrNotFound(deps: Deps, scope: Scope, named: string) {
  try {
    return await readDomain(deps, scope, named);
  } catch (error) {
    if (isNinepinError(error)) notFound();
    throw error;
  }
}
