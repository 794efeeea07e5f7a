import { readLatencies } from "@/db/queries/latency";
import {
  type Interval,
  type Outcomes,
  readErrors,
  readTrafficByEndpoint,
  readTrafficByTime,
  type TrafficSums,
} from "@/db/queries/traffic";
import type { Deps } from "@/lib/ports";
import { addBins, addEncoded, type Bins, newBins, quantileOf, sketchOf } from "./latency-sketch";
import { BUCKET_MS, bucketsOf, type Range } from "./range";

/** Requests that wait because they were told to say nothing of how fast answers are. */
const WAITING = new Set(["GET /api/test/messages"]);

export type Latency = { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null };
export type Calls = { calls: number; clientErrors: number; serverErrors: number };
export type TrafficBucket = Calls & Outcomes & { startsAt: Date; p95Ms: number | null };
export type EndpointTraffic = Calls & Latency & { endpoint: string };
export type Traffic = {
  totals: Calls & Outcomes;
  latency: Latency;
  series: TrafficBucket[];
  endpoints: EndpointTraffic[];
};
export type CountedError = { code: string; endpoint: string; status: number; count: number };

type ReadDeps = Pick<Deps, "db">;

/** What the processes noted of requests in a range: how many, what came of them, and how long they took. */
export async function readTraffic({ db }: ReadDeps, environmentId: string, range: Range): Promise<Traffic> {
  const [byTime, byEndpoint, latencies] = await Promise.all([
    readTrafficByTime(db, environmentId, range),
    readTrafficByEndpoint(db, environmentId, range),
    readLatencies(db, environmentId, range),
  ]);
  const ofEndpoint = new Map<string, Bins>();
  const ofTime = new Map<number, Bins>();
  for (const { starts_at, endpoint, sketch } of latencies) {
    const targets = [binsIn(ofEndpoint, endpoint)];
    if (!WAITING.has(endpoint)) targets.push(binsIn(ofTime, starts_at.getTime()));
    addEncoded(targets, sketch);
  }
  const all = newBins();
  for (const [endpoint, bins] of ofEndpoint) if (!WAITING.has(endpoint)) addBins(all, bins);
  const series = seriesOf(byTime, range, range.interval, ofTime);
  return {
    totals: totalsOf(series),
    latency: latencyOf(all),
    series,
    endpoints: byEndpoint
      .map(({ endpoint, ...sums }) => ({
        endpoint,
        ...callsOf(sums),
        ...latencyOf(ofEndpoint.get(endpoint) ?? newBins()),
      }))
      .toSorted((a, b) => b.calls - a.calls),
  };
}

/** The last sixty minutes, by minute. */
export async function readLastHour(
  { db, clock }: Pick<Deps, "db" | "clock">,
  environmentId: string,
): Promise<{ totals: Calls & Outcomes; series: Omit<TrafficBucket, "p95Ms">[] }> {
  const minute = BUCKET_MS.minute;
  const to = new Date(Math.floor(clock.now().getTime() / minute) * minute + minute);
  const range = { interval: "minute", from: new Date(to.getTime() - 60 * minute), to } as const;
  const series = seriesOf(await readTrafficByTime(db, environmentId, range), range, "minute", new Map());
  return { totals: totalsOf(series), series: series.map(({ p95Ms: _, ...bucket }) => bucket) };
}

/** What was refused or failed in a range, by code and endpoint, the most frequent first. */
export async function readErrorCounts({ db }: ReadDeps, environmentId: string, range: Range): Promise<CountedError[]> {
  const rows = await readErrors(db, environmentId, range);
  return rows.map(({ error, ...row }) => ({ code: error, ...row }));
}

function seriesOf(
  rows: readonly (TrafficSums & Outcomes & { starts_at: Date })[],
  range: { from: Date; to: Date },
  interval: Interval,
  latencies: ReadonlyMap<number, Bins>,
): TrafficBucket[] {
  const byTime = new Map(rows.map((row) => [row.starts_at.getTime(), row]));
  return bucketsOf(range, BUCKET_MS[interval]).map((startsAt) => {
    const row = byTime.get(startsAt.getTime());
    const bins = latencies.get(startsAt.getTime());
    const { requested = 0, verified = 0, failed = 0, blocked = 0 } = row ?? {};
    const p95Ms = bins ? quantileOf(sketchOf(bins), 0.95) : null;
    return { startsAt, ...callsOf(row), requested, verified, failed, blocked, p95Ms };
  });
}

function callsOf(row: TrafficSums | undefined): Calls {
  return { calls: row?.calls ?? 0, clientErrors: row?.client_errors ?? 0, serverErrors: row?.server_errors ?? 0 };
}

function totalsOf(series: readonly TrafficBucket[]): Calls & Outcomes {
  const total = { calls: 0, clientErrors: 0, serverErrors: 0, requested: 0, verified: 0, failed: 0, blocked: 0 };
  for (const bucket of series) {
    total.calls += bucket.calls;
    total.clientErrors += bucket.clientErrors;
    total.serverErrors += bucket.serverErrors;
    total.requested += bucket.requested;
    total.verified += bucket.verified;
    total.failed += bucket.failed;
    total.blocked += bucket.blocked;
  }
  return total;
}

function latencyOf(bins: Bins): Latency {
  const sketch = sketchOf(bins);
  return { p50Ms: quantileOf(sketch, 0.5), p95Ms: quantileOf(sketch, 0.95), p99Ms: quantileOf(sketch, 0.99) };
}

function binsIn<Key>(all: Map<Key, Bins>, key: Key): Bins {
  const bins = all.get(key) ?? newBins();
  all.set(key, bins);
  return bins;
}
