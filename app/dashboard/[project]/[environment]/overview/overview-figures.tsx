import { Chart } from "@/components/charts/chart";
import { type Bucket, wordsOf } from "@/components/charts/series";
import { type Figure, Figures } from "@/components/usage/figures";
import { CHARTS } from "@/components/usage/outcome-charts";
import type { Facts, Traffic } from "@/lib/usage";

const number = new Intl.NumberFormat("en");

/** The four figures with the charts that they select. */
export function OverviewFigures({
  facts,
  traffic,
  interval,
  buckets,
}: {
  facts: Facts | null;
  traffic: Traffic | null;
  interval: "hour" | "day";
  buckets: readonly Bucket[];
}) {
  const chart = (name: keyof typeof CHARTS) => (
    <Chart
      key={name}
      {...CHARTS[name]}
      title={`${CHARTS[name].title} by ${interval}`}
      interval={interval}
      buckets={buckets}
    />
  );
  const figures: Figure[] = [
    {
      key: "requested",
      label: "Codes requested",
      value: facts && wordsOf(facts.totals.otpRequested, "count"),
      note: counted(facts?.totals.otpFailed ?? 0, "wrong guess", "wrong guesses"),
      chart: chart("requested"),
    },
    {
      key: "rate",
      label: "Verified",
      value: facts && wordsOf(facts.successRate, "share"),
      note: counted(facts?.totals.otpVerified ?? 0, "code", "codes"),
      chart: chart("rate"),
    },
    {
      key: "seconds",
      label: "Median time to verify",
      value: facts && wordsOf(facts.secondsP50, "seconds"),
      note: `p95 ${wordsOf(facts?.secondsP95, "seconds")}`,
      chart: chart("seconds"),
    },
    {
      key: "latency",
      label: "API latency p95",
      value: traffic && wordsOf(traffic.latency.p95Ms, "milliseconds"),
      note: `${wordsOf(errorRate(traffic), "share")} errors`,
      chart: chart("latency"),
    },
  ];
  return <Figures figures={figures} />;
}

/** Calls that we failed, of all calls. */
function errorRate(traffic: Traffic | null): number | null {
  return traffic === null || traffic.totals.calls === 0 ? null : traffic.totals.serverErrors / traffic.totals.calls;
}

function counted(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
