import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CheckNow } from "@/components/domains/check-now";
import { DomainProgress } from "@/components/domains/domain-progress";
import { DomainStatus } from "@/components/domains/domain-status";
import { RecordList } from "@/components/domains/record-list";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { isNinepinError } from "@/lib/core/errors";
import { getDeps } from "@/lib/deps";
import { readSharedDomain } from "@/lib/domains";
import { checkShared } from "./actions";

// Its address is all that opens it: nobody who is linked to from here, and no search engine, is told it.
export const metadata: Metadata = {
  title: "DNS records",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

export default async function SharedDomainPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { project, expiresAt, domain } = await readOrNotFound(token);
  return (
    <>
      <PageHeader
        title={domain.name}
        description={
          <span className="flex flex-wrap items-center gap-x-4">
            <DomainStatus status={domain.status} />
            <span>
              {project} asks for these DNS records. This page ends <Time value={expiresAt} />.
            </span>
          </span>
        }
      >
        <CheckNow check={checkShared.bind(null, token)} count={domain.records.length} />
      </PageHeader>
      <DomainProgress domain={domain} sender={null} />
      <RecordList records={domain.records} zone={domain.zone} />
    </>
  );
}

async function readOrNotFound(token: string) {
  try {
    return await readSharedDomain(await getDeps(), token);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
