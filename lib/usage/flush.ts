import { type LatencyRow, mergeLatencies } from "@/db/queries/latency";
import { insertRequestLog } from "@/db/queries/request-log";
import { addTraffic, rollUpTraffic } from "@/db/queries/traffic";
import type { Deps } from "@/lib/ports";
import { encodeSketch, type LatencySketch, mergeEncoded, newSketch } from "./latency-sketch";
import type { LatencyOfHour } from "./telemetry";

const DAY_MS = 86_400_000;
/** How often counts and log rows are written, and how often latencies are, which take a merge each. */
export const FLUSH_SECONDS = 2;
export const LATENCY_SECONDS = 15;
/** How far what is read can be behind what has happened, in the answers' words. */
export const BEHIND_SECONDS = FLUSH_SECONDS + LATENCY_SECONDS;

const MINUTES_KEPT_SECONDS = 2 * 3600;
const BATCH = 5_000;

type FlushDeps = Pick<Deps, "db" | "log" | "telemetry">;

/**
 * Writes what this process has counted and logged since the last time. What cannot be written now is counted with the
 * next; log rows are given up, each for itself where it is the row that is wrong. Answers how many rows were written.
 */
export async function flushTelemetry({ db, log, telemetry }: FlushDeps): Promise<number> {
  const { counts, logs, dropped } = telemetry.take();
  const lost = dropped.counts + dropped.latencies + dropped.logs;
  if (lost > 0) log.warn({ ...dropped }, "telemetry was dropped: there was no room for it");
  try {
    await addTraffic(db, counts);
  } catch (error) {
    telemetry.giveBack(counts);
    throw error;
  }
  const unwritten = await insertRequestLog(db, logs);
  if (unwritten > 0) log.warn({ logs: unwritten }, "rows of the request log could not be written");
  return counts.length + logs.length - unwritten;
}

/** Merges what this process has measured into the stored latencies of its hour and its day. Answers how many. */
export async function flushLatencies({ db, telemetry }: FlushDeps): Promise<number> {
  const latencies = telemetry.takeLatencies();
  const hours = latencies.map(({ sketch, ...key }) => rowOf(key, sketch));
  const days = byDay(latencies);
  await db.transaction(async (tx) => {
    await mergeLatencies(tx, "hour", hours, mergeSketches);
    await mergeLatencies(tx, "day", days, mergeSketches);
  });
  return hours.length;
}

/** Everything at once: before the process ends, or where nothing runs between two requests. */
export async function flushAll(deps: FlushDeps): Promise<void> {
  await flushTelemetry(deps);
  await flushLatencies(deps);
}

/** Moves minutes that are over into hours and days. Answers how many. */
export async function rollUp({ db }: Pick<Deps, "db">, signal: AbortSignal): Promise<number> {
  let moved = 0;
  let batch = BATCH;
  while (batch === BATCH && !signal.aborted) {
    batch = await rollUpTraffic(db, { olderSeconds: MINUTES_KEPT_SECONDS, limit: BATCH });
    moved += batch;
  }
  return moved;
}

function rowOf(key: Omit<LatencyOfHour, "sketch">, sketch: LatencySketch): LatencyRow {
  return { ...key, count: sketch.count, sketch: encodeSketch(sketch) };
}

/** An hour ago may have been another day. */
function byDay(latencies: readonly LatencyOfHour[]): LatencyRow[] {
  const days = new Map<string, LatencyOfHour>();
  for (const { environmentId, startsAt, endpoint, sketch } of latencies) {
    const day = startsAt.getTime() - (startsAt.getTime() % DAY_MS);
    const key = `${environmentId}/${day}/${endpoint}`;
    const ofDay = days.get(key) ?? { environmentId, startsAt: new Date(day), endpoint, sketch: newSketch() };
    ofDay.sketch.merge(sketch);
    days.set(key, ofDay);
  }
  return [...days.values()].map(({ sketch, ...key }) => rowOf(key, sketch));
}

function mergeSketches(a: Uint8Array, b: Uint8Array): Uint8Array {
  const sketch = newSketch();
  mergeEncoded(sketch, a);
  mergeEncoded(sketch, b);
  return encodeSketch(sketch);
}
