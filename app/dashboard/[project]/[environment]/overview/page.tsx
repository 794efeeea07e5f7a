import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { KeepFocus } from "@/components/frame/keep-focus";
import { environmentPath } from "@/components/frame/paths";
import { KEY_PLACEHOLDER, requestCodeCommand } from "@/components/keys/snippets";
import { GoLiveList, ShowGoLiveList } from "@/components/overview/go-live-list";
import { SendTestCode } from "@/components/overview/send-test-code";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { KeepFresh } from "@/components/usage/keep-fresh";
import { bucketsOf } from "@/components/usage/outcome-charts";
import { QuotaMeter } from "@/components/usage/quota-meter";
import { RangeLinks } from "@/components/usage/range-links";
import { rangeNamed } from "@/components/usage/ranges";
import { LatestVerifications } from "@/components/verifications/latest-verifications";
import { apiUrlOf } from "@/lib/core/api-url";
import { putGoLiveAway, sendTestCode } from "./actions";
import { OverviewFigures } from "./overview-figures";
import { readOverview } from "./read-overview";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ range?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { id, kind, projectId, projectSlug } = scope.environment;
  const { name } = rangeNamed((await searchParams).range);
  const isPutAway = member.projects.some((own) => own.id === projectId && own.goLiveDismissed);
  const putAway = putGoLiveAway.bind(null, project, environment);
  const { interval, facts, traffic, verifications, usage, goLive, buckets } = await readOverview(deps, scope, name, {
    goLiveOf: isPutAway ? null : member,
  });
  const isEmpty = facts?.totals.otpRequested === 0 && verifications?.length === 0;
  const month = usage?.metered ? usage.quotas.month : null;
  const issuer = `${deps.env.appUrl}/e/${id}`;

  return (
    <>
      <PageHeader title="Overview" description={kind === "test" ? INTRODUCTION.test : INTRODUCTION.live}>
        <RangeLinks current={name} />
        {kind === "test" ? (
          <>
            <LinkButton href={environmentPath(projectSlug, kind, "mailbox")}>Open the Mailbox</LinkButton>
            {member.role === "viewer" ? null : <SendTestCode send={sendTestCode.bind(null, project, environment)} />}
          </>
        ) : (
          <LinkButton href={environmentPath(projectSlug, kind, "verifications")} variant="primary">
            View verifications
          </LinkButton>
        )}
      </PageHeader>
      <KeepFresh everySeconds={10} />
      <KeepFocus place={String(isPutAway)} />
      <div className="grid grid-cols-1 gap-3.5">
        {goLive ? <GoLiveList project={projectSlug} done={goLive} dismiss={putAway.bind(null, true)} /> : null}
        {isEmpty ? (
          <FirstCall apiUrl={apiUrlOf(deps.env)} project={projectSlug} kind={kind} />
        ) : (
          <OverviewFigures facts={facts} traffic={traffic} interval={interval} buckets={bucketsOf(buckets)} />
        )}
        {month?.limit ? (
          <Card title="Quota">
            <QuotaMeter label="Codes this month, all live environments" {...month} limit={month.limit} />
          </Card>
        ) : null}
        {isEmpty ? null : (
          <Card title="Latest verifications" padded={false}>
            {verifications === null ? (
              <p className="p-4 text-muted">Could not load the latest verifications.</p>
            ) : verifications.length === 0 ? (
              <p className="p-4 text-muted">None are kept now. What ended longer ago is only counted.</p>
            ) : (
              <LatestVerifications
                verifications={verifications}
                path={environmentPath(projectSlug, kind, "verifications")}
              />
            )}
            <p className="border-line border-t px-4 py-2.5">
              <Link href={environmentPath(projectSlug, kind, "verifications")} className="link">
                All verifications
              </Link>
            </p>
          </Card>
        )}
        <Card title="Verify tokens yourself" padded={false}>
          <dl className="divide-y divide-line">
            <Fact name="Environment" value={id} />
            <Fact name="Issuer" value={issuer} />
            <Fact name="JWKS" value={`${issuer}/.well-known/jwks.json`} />
          </dl>
        </Card>
        {isPutAway ? <ShowGoLiveList show={putAway.bind(null, false)} /> : null}
      </div>
    </>
  );
}

const INTRODUCTION = {
  test: "Try everything here. Codes are always the first digits of 1234567890, and nothing leaves this installation.",
  live: "What you do here reaches real people.",
} as const;

function FirstCall({ apiUrl, project, kind }: { apiUrl: string; project: string; kind: "test" | "live" }) {
  return (
    <Card title="First call">
      <div className="grid grid-cols-1 gap-3">
        <p className="max-w-[68ch] text-muted">
          {kind === "test"
            ? "Ask for a code. It lands in the Mailbox a moment later."
            : "Ask for a code. It goes out for real, so put an address of your own in."}{" "}
          Set <code className="text-12">NINEPIN_KEY</code> to{" "}
          <Link href={environmentPath(project, kind, "keys")} className="link">
            a {kind} key
          </Link>{" "}
          first.
        </p>
        <CodeBlock
          label="cURL: ask for a code"
          code={requestCodeCommand({
            apiUrl,
            key: KEY_PLACEHOLDER,
            email: kind === "test" ? "verified@ninepin.test" : "you@example.com",
          })}
        />
        <p className="text-13 text-subtle">A chart draws itself here as soon as the first code is requested.</p>
      </div>
    </Card>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 py-1.5 pr-2 pl-4">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 basis-56 items-center gap-2">
        <code className="min-w-0 flex-1 break-all text-12">{value}</code>
        <CopyButton value={value} label={name} />
      </dd>
    </div>
  );
}
