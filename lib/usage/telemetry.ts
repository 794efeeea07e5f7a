import type { LogRow } from "@/db/queries/request-log";
import type { TrafficRow } from "@/db/queries/traffic";
import { storable } from "@/lib/core/storable";
import { addLatency, type LatencySketch, newSketch } from "./latency-sketch";
import { maskBody, maskPath, scrubUserAgent } from "./mask-body";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const USER_AGENT_CHARACTERS = 256;

/** How much a process keeps between two flushes. What is beyond is dropped, and counted. */
export const BOUNDS = { counts: 20_000, sketches: 5_000, logs: 5_000, logsOfEnvironment: 1_000 } as const;

/** One answered request whose environment is known. Bodies as they were; they are masked before they are kept. */
export type Noted = {
  environmentId: string;
  requestId: string;
  at: Date;
  method: string;
  /** The pattern of the route, and the path that was asked. */
  route: string;
  path: string;
  status: number;
  ms: number;
  error: string | null;
  /** The key that asked, `key:<id>`, or the kind of actor. */
  actor: string;
  ip: string | null;
  userAgent: string | null;
  request: unknown;
  response: unknown;
};

export type LatencyOfHour = { environmentId: string; startsAt: Date; endpoint: string; sketch: LatencySketch };

/** What was noted since the last time, and how much of it was dropped because there was no room. */
export type TelemetryBatch = {
  counts: TrafficRow[];
  logs: LogRow[];
  dropped: { counts: number; latencies: number; logs: number };
};

/**
 * What a process knows of its requests before it is written down. Telemetry: it is some seconds behind, and a process
 * that is killed loses its last seconds. Never waits, never throws, never grows beyond its bounds.
 */
export type Telemetry = {
  note(request: Noted): void;
  /** Hands out counts and log rows, and forgets them. */
  take(): TelemetryBatch;
  /** Hands out latencies, and forgets them. */
  takeLatencies(): LatencyOfHour[];
  /** Takes counts back that could not be written. */
  giveBack(counts: readonly TrafficRow[]): void;
};

/** An empty buffer. */
export function createTelemetry(): Telemetry {
  let counts = new Map<string, TrafficRow>();
  let latencies = new Map<string, LatencyOfHour>();
  let logs: LogRow[] = [];
  let logsOf = new Map<string, number>();
  const none = { counts: 0, latencies: 0, logs: 0 };
  let dropped = { ...none };

  function count(row: TrafficRow): void {
    const key = keyOf(row);
    const known = counts.get(key);
    if (known) known.count += row.count;
    else if (counts.size < BOUNDS.counts) counts.set(key, row);
    else dropped.counts += row.count;
  }

  function measure({ environmentId, at, ms }: Noted, endpoint: string): void {
    const hour = at.getTime() - (at.getTime() % HOUR_MS);
    const key = `${environmentId}${hour}${endpoint}`;
    let known = latencies.get(key);
    if (!known) {
      if (latencies.size >= BOUNDS.sketches) {
        dropped.latencies += 1;
        return;
      }
      known = { environmentId, startsAt: new Date(hour), endpoint, sketch: newSketch() };
      latencies.set(key, known);
    }
    addLatency(known.sketch, ms);
  }

  function log(noted: Noted): void {
    const { environmentId } = noted;
    const ofEnvironment = logsOf.get(environmentId) ?? 0;
    if (logs.length >= BOUNDS.logs || ofEnvironment >= BOUNDS.logsOfEnvironment) {
      dropped.logs += 1;
      return;
    }
    logsOf.set(environmentId, ofEnvironment + 1);
    logs.push(logRowOf(noted));
  }

  return {
    note(noted) {
      const { environmentId, at, status, actor } = noted;
      const endpoint = storable(`${noted.method} ${noted.route}`);
      const startsAt = at.getTime() - (at.getTime() % MINUTE_MS);
      count({ environmentId, startsAt, endpoint, status, error: noted.error ?? "", actor, count: 1 });
      measure(noted, endpoint);
      log(noted);
    },
    take() {
      const batch = { counts: [...counts.values()], logs, dropped };
      counts = new Map();
      logs = [];
      logsOf = new Map();
      dropped = { ...none };
      return batch;
    },
    takeLatencies() {
      const taken = [...latencies.values()];
      latencies = new Map();
      return taken;
    },
    giveBack(rows) {
      for (const row of rows) count(row);
    },
  };
}

function keyOf({ environmentId, startsAt, endpoint, status, error, actor }: TrafficRow): string {
  return `${environmentId}/${startsAt}/${endpoint}/${status}/${error}/${actor}`;
}

// One row that cannot be stored would hold up those that are written with it.
function logRowOf(noted: Noted): LogRow {
  const { userAgent } = noted;
  return {
    environmentId: noted.environmentId,
    id: noted.requestId,
    at: noted.at,
    method: noted.method,
    path: storable(maskPath(noted.path, noted.route)),
    status: noted.status,
    durationMs: Math.round(noted.ms),
    error: noted.error,
    actor: noted.actor,
    ip: noted.ip,
    userAgent: userAgent === null ? null : storable(scrubUserAgent(userAgent.slice(0, USER_AGENT_CHARACTERS))),
    request: maskBody(noted.request, "request") ?? null,
    response: maskBody(noted.response, "response") ?? null,
  };
}
