import type { Job } from "@/lib/outbox";
import { FLUSH_SECONDS, flushLatencies, flushTelemetry, LATENCY_SECONDS, rollUp } from "./flush";

/** What usage does again and again: every process writes its own telemetry, one of all rolls it up. */
export const USAGE_JOBS: readonly Job[] = [
  { name: "telemetry", everySeconds: FLUSH_SECONDS, run: flushTelemetry },
  { name: "latencies", everySeconds: LATENCY_SECONDS, run: flushLatencies },
  { name: "traffic", everySeconds: 60, alone: true, run: rollUp },
];
