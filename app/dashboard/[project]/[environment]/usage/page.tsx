import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { Chart } from "@/components/charts/chart";
import { type EnvironmentRoute, environmentPath } from "@/components/frame/paths";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { USAGE_CHART } from "@/components/usage/outcome-charts";
import { QuotaAlerts } from "@/components/usage/quota-alerts";
import { QuotaMeter } from "@/components/usage/quota-meter";
import { RangeLinks } from "@/components/usage/range-links";
import { rangeNamed } from "@/components/usage/ranges";
import { ShareTable } from "@/components/usage/share-table";
import { CHANNEL_NAMES } from "@/components/verifications/verification-words";
import { ALERT_PERCENTS, PLANS } from "@/lib/billing";
import { listApiKeys } from "@/lib/keys";
import { type CurrentUsage, lastDays, type QuotaState, readCurrentUsage, readFacts } from "@/lib/usage";
import { saveAlerts } from "./actions";
import { ApiTraffic } from "./api-traffic";

export const metadata: Metadata = { title: "Usage" };

const USUAL_RANGE = "30d";
const KEYS = 100;

const number = new Intl.NumberFormat("en");
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const countries = new Intl.DisplayNames("en", { type: "region" });

export default async function UsagePage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ range?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { id, projectSlug, plan } = scope.environment;
  const now = deps.clock.now();
  const { name, label, interval, days } = rangeNamed((await searchParams).range ?? USUAL_RANGE);
  const range = lastDays(interval, days, now);
  const [usage, facts, keys] = await Promise.all([
    readCurrentUsage(deps, scope),
    readFacts(deps, id, range),
    listApiKeys(deps, scope, { limit: KEYS, cursor: null }),
  ]);
  const nameOf = new Map(keys.data.map((key) => [key.id, key.name]));
  const buckets = facts.series.map((bucket) => ({
    startsAt: bucket.startsAt.toISOString(),
    values: { verified: bucket.otpVerified, failed: bucket.otpFailed, requested: bucket.otpRequested },
  }));

  return (
    <>
      <PageHeader
        title="Usage"
        description="Counted exactly, from what was committed. New counts show within a few seconds, what is stored within a minute; days and months are UTC."
      >
        <RangeLinks current={name} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-3.5">
        <Card title={`Quotas of the ${PLANS[plan].title} plan`}>
          <Quotas usage={usage} live={environmentPath(projectSlug, "live", "usage")} />
        </Card>
        {usage.metered ? (
          <QuotaAlerts
            offered={ALERT_PERCENTS}
            chosen={member.quotaAlerts}
            email={member.email}
            save={saveAlerts.bind(null, project, environment)}
          />
        ) : null}
        <Card title={month.format(usage.month.startsAt)} padded={false}>
          <Facts usage={usage} />
        </Card>
        <Chart {...USAGE_CHART} title={`Codes by ${interval}`} interval={interval} buckets={buckets} />
        <Breakdown
          title="By channel"
          of="Channel"
          rows={usage.channels.map((share) => ({
            ...share,
            key: share.name,
            name: CHANNEL_NAMES[share.name] ?? share.name,
            otpFailed: null,
          }))}
        />
        <Breakdown
          title="By country"
          of="Country"
          rows={usage.countries.map(({ name, otpRequested }) => ({
            key: name,
            name: countries.of(name) ?? name,
            otpRequested,
            otpVerified: null,
            otpFailed: null,
          }))}
        />
        <Breakdown
          title="By API key"
          of="Key"
          rows={usage.keys.map((share) => ({
            ...share,
            key: share.name,
            name: nameOf.get(share.name) ?? "A key that is gone",
          }))}
        />
        <ApiTraffic deps={deps} scope={scope} range={range} label={label} />
      </div>
    </>
  );
}

function Quotas({ usage, live }: { usage: CurrentUsage; live: EnvironmentRoute }) {
  if (!usage.metered) {
    return (
      <p className="max-w-[68ch] text-muted">
        Test codes are free and count against nothing. What is left of your quotas stands at{" "}
        <Link href={live} className="link">
          the usage of live
        </Link>
        .
      </p>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="max-w-[68ch] text-muted">
        All live environments count together. When a quota is used up, requests for codes are refused until it resets,
        and nobody can sign in with a new code.
      </p>
      <div className="grid gap-5 md:grid-cols-2">
        <QuotaOrCount label="Codes today" quota={usage.quotas.day} />
        <QuotaOrCount label="Codes this month" quota={usage.quotas.month} />
      </div>
    </div>
  );
}

function QuotaOrCount({ label, quota }: { label: string; quota: QuotaState }) {
  if (quota.limit !== null) return <QuotaMeter label={label} {...quota} limit={quota.limit} />;
  return (
    <p className="flex justify-between gap-3">
      <span className="text-muted">{label}</span>
      <span className="num font-medium">{number.format(quota.used)}, not limited</span>
    </p>
  );
}

function Facts({ usage }: { usage: CurrentUsage }) {
  const { month: counts, stored } = usage;
  const countedUpTo = (count: number) =>
    count >= stored.countedAtMost ? `${number.format(count)} or more` : number.format(count);
  const rows = [
    ["Codes requested", number.format(counts.otpRequested)],
    ["Codes verified", number.format(counts.otpVerified)],
    ["Wrong codes", number.format(counts.otpFailed)],
    ["Sign-ins", number.format(counts.logins)],
    ["Users who signed in", number.format(counts.activeUsers)],
    ["New users", number.format(counts.usersCreated)],
    ["Users stored", countedUpTo(stored.users)],
    ["Identifiers stored", countedUpTo(stored.identifiers)],
    ["Sessions stored", countedUpTo(stored.sessions)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-3">
      {rows.map(([name, value]) => (
        <div key={name} className="bg-surface px-4 py-3 last:max-sm:col-span-2">
          <dt className="text-muted">{name}</dt>
          <dd className="num font-semibold text-18">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Breakdown({ title, of, rows }: { title: string; of: string; rows: Parameters<typeof ShareTable>[0]["rows"] }) {
  return (
    <Card title={title} padded={false}>
      {rows.length === 0 ? (
        <p className="p-4 text-muted">Nothing this month.</p>
      ) : (
        <ShareTable label={title} of={of} rows={rows} />
      )}
    </Card>
  );
}
