import { Chart } from "@/components/charts/chart";
import { environmentPath } from "@/components/frame/paths";
import { Card } from "@/components/ui/card";
import { KeepFresh } from "@/components/usage/keep-fresh";
import { LAST_HOUR_CHART } from "@/components/usage/outcome-charts";
import { EndpointTable, ErrorTable } from "@/components/usage/traffic-tables";
import type { Deps, Scope } from "@/lib/ports";
import { type Range, readErrorsOf, readRealtime, readTraffic } from "@/lib/usage";

const ROWS = 20;
/** As often as latencies are written. */
const REFRESH_SECONDS = 15;

/**
 * Every request to the API, as the processes noted it: the last hour by minute, and in a range how fast each endpoint was
 * and what was refused.
 */
export async function ApiTraffic({
  deps,
  scope,
  range,
  label,
}: {
  deps: Deps;
  scope: Scope;
  range: Range;
  label: string;
}) {
  const { id, projectSlug, kind } = scope.environment;
  const [hour, { endpoints }, { errors, behindSeconds }] = await Promise.all([
    readRealtime(deps, scope),
    readTraffic(deps, id, range),
    readErrorsOf(deps, scope, range),
  ]);
  const buckets = hour.series.map(({ startsAt, requested, verified, failed, blocked }) => ({
    startsAt: startsAt.toISOString(),
    values: { requested, verified, failed, blocked },
  }));
  return (
    <section aria-labelledby="api-traffic" className="grid grid-cols-1 gap-3.5">
      <div>
        <h2 id="api-traffic">Calls of the API</h2>
        <p className="max-w-[68ch] text-muted">
          Noted by the servers as they answer, up to {behindSeconds} s behind. Close enough to see how it goes; what is
          billed is counted above.
        </p>
      </div>
      <KeepFresh everySeconds={REFRESH_SECONDS} />
      <Chart {...LAST_HOUR_CHART} buckets={buckets} />
      <Card title="By endpoint" padded={false}>
        {endpoints.length === 0 ? (
          <p className="p-4 text-muted">No calls in the last {label}.</p>
        ) : (
          <EndpointTable label={`Calls by endpoint, the last ${label}`} rows={endpoints.slice(0, ROWS)} />
        )}
      </Card>
      <Card title="Errors" padded={false}>
        {errors.length === 0 ? (
          <p className="p-4 text-muted">Nothing was refused in the last {label}.</p>
        ) : (
          <ErrorTable
            label={`Errors, the last ${label}`}
            rows={errors.slice(0, ROWS)}
            logs={environmentPath(projectSlug, kind, "logs")}
          />
        )}
      </Card>
    </section>
  );
}
