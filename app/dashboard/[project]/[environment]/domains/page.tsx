import type { Metadata } from "next";
import Link from "next/link";
import { pageAt } from "@/app/dashboard/page-at";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { AddDomain } from "@/components/domains/add-domain";
import { DomainList } from "@/components/domains/domain-list";
import { environmentPath } from "@/components/frame/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { installationSender, listDomains } from "@/lib/domains";
import { addDomain, suggestName } from "./actions";

export const metadata: Metadata = { title: "Domains" };

const PER_PAGE = 50;

export default async function DomainsPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { cursor } = await searchParams;
  const { data, nextCursor } = await pageAt(cursor, PER_PAGE, (page) => listDomains(deps, scope, page));
  const { kind, projectSlug } = scope.environment;
  const writes = member.role !== "viewer";
  const own = installationSender(deps);
  const add = (
    <AddDomain
      project={projectSlug}
      environment={kind}
      suggest={suggestName.bind(null, project, environment)}
      add={addDomain.bind(null, project, environment)}
    />
  );

  return (
    <>
      <PageHeader title="Domains" description="Codes come from your own domain once its DNS shows that it is yours.">
        {writes && data.length > 0 ? add : null}
      </PageHeader>
      {data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title="No domains yet" action={writes ? add : undefined}>
            {own ? (
              <>
                Until you add a domain, {kind === "live" ? "live mail" : "mail"} goes out as{" "}
                <code className="font-code text-12">{own}</code>.
              </>
            ) : (
              "Until you add a domain, mail goes out from this installation’s own address."
            )}
          </EmptyState>
        </div>
      ) : (
        <DomainList domains={data} project={projectSlug} environment={kind} />
      )}
      {nextCursor ? (
        <p className="mt-3">
          <Link
            href={{ pathname: environmentPath(projectSlug, kind, "domains"), query: { cursor: nextCursor } }}
            className="link"
          >
            Older domains
          </Link>
        </p>
      ) : null}
    </>
  );
}
