import { z } from "zod";
import { optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";
import type { JobResult } from "@/lib/outbox/jobs";
import type { JobRun, Queue } from "./read-queues";

const CHECK_STATES = ["ok", "unreachable"] as const;

const Check = z.object({ status: z.enum(CHECK_STATES), ms: z.number().nonnegative() });

/**
 * What the installation stands on, each with its state and the time it took to answer. `degraded`: everything is served
 * without what cannot be reached. `limits` is the store they are counted in, where that is a Redis.
 */
export const HealthReply = z.object({
  status: z.enum(["ok", "degraded", "unavailable"]),
  checks: z.record(z.string(), Check),
  time: Timestamp,
});

/** The process answers. Says nothing of what it stands on. */
export const LivenessReply = z.object({ status: z.literal("ok"), time: Timestamp });

/** Every configured provider, and whether it can be reached. */
export const EgressReply = z.object({
  data: z.array(
    z.object({
      provider: z.string(),
      channels: z.array(z.string()),
      ok: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
});

export type Health = { checks: Readonly<Record<string, z.input<typeof Check>>>; at: Date };

/** Without it limits are looser, and everything else goes on. */
const DISPENSABLE: ReadonlySet<string> = new Set(["limits"]);

/** Health on the wire: 503 while something it needs cannot be reached. */
export function presentHealth({ checks, at }: Health): { status: 200 | 503; body: z.input<typeof HealthReply> } {
  const away = Object.entries(checks).filter(([, check]) => check.status !== "ok");
  const status = away.length === 0 ? "ok" : away.every(([name]) => DISPENSABLE.has(name)) ? "degraded" : "unavailable";
  return { status: status === "unavailable" ? 503 : 200, body: { status, checks, time: timestamp(at) } };
}

/** Liveness on the wire. */
export function presentLiveness(at: Date): z.input<typeof LivenessReply> {
  return { status: "ok", time: timestamp(at) };
}

/** What the operator's check of the way out found. */
export type CheckedEgress = { provider: string; channels: readonly string[] } & (
  | { ok: true }
  | { ok: false; reason: string }
);

/** The way out on the wire. */
export function presentEgress(checked: readonly CheckedEgress[]): z.input<typeof EgressReply> {
  return {
    data: checked.map((each) => ({
      provider: each.provider,
      channels: [...each.channels],
      ok: each.ok,
      reason: each.ok ? null : each.reason,
    })),
  };
}

/** How long one drain may take: less than a scheduler's platform gives a request. */
export const DRAIN_SECONDS = 20;

const JOB_STATUSES = ["done", "failed", "waiting", "running"] as const;

/**
 * What each job did. `waiting`: another process did it lately; `running`: it goes on, and nothing is lost if it is cut off.
 */
export const DrainReply = z.object({
  jobs: z.array(z.object({ name: z.string(), status: z.enum(JOB_STATUSES), rows: z.int().nonnegative() })),
});

/** What each job did, on the wire. */
export function presentDrain(results: readonly JobResult[]): z.input<typeof DrainReply> {
  return { jobs: [...results] };
}

/** What waits and since when, and when each job ran last. At most 100,000 rows of a queue are counted. */
export const QueuesReply = z.object({
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: z.int(),
      due: z.int(),
      oldest_at: Timestamp.nullable(),
      late_seconds: z.number(),
    }),
  ),
  jobs: z.array(
    z.object({
      name: z.string(),
      started_at: Timestamp,
      finished_at: Timestamp.nullable(),
      failed_at: Timestamp.nullable(),
      due_at: Timestamp,
      rows: z.int(),
    }),
  ),
});

/** Queues and jobs on the wire. */
export function presentQueues(read: {
  queues: readonly Queue[];
  jobs: readonly JobRun[];
}): z.input<typeof QueuesReply> {
  return {
    queues: read.queues.map(({ name, waiting, due, oldestAt, lateSeconds }) => ({
      name,
      waiting,
      due,
      oldest_at: optionalTimestamp(oldestAt),
      late_seconds: Math.round(lateSeconds * 10) / 10,
    })),
    jobs: read.jobs.map((job) => ({
      name: job.name,
      started_at: timestamp(job.startedAt),
      finished_at: optionalTimestamp(job.finishedAt),
      failed_at: optionalTimestamp(job.failedAt),
      due_at: timestamp(job.dueAt),
      rows: job.rows,
    })),
  };
}
