import { type JobRunRow, type QueueRow, readJobRuns, readQueueRows } from "@/db/queries/jobs";
import type { Deps } from "@/lib/ports";

/** What can wait: events, messages and notices to be sent, test recipients to bounce, deliveries of webhooks. */
const QUEUES = ["event", "message", "bounce", "notice", "webhook"] as const;

export type Queue = {
  name: string;
  /** Rows, those included that wait for a later time. At most 100,000 are counted. */
  waiting: number;
  due: number;
  /** When the longest waiting one was queued; null for an empty queue. */
  oldestAt: Date | null;
  /** How long the first has been due. */
  lateSeconds: number;
};

export type JobRun = {
  name: string;
  startedAt: Date;
  finishedAt: Date | null;
  /** When it failed, if it has not succeeded since. */
  failedAt: Date | null;
  dueAt: Date;
  /** How many rows the last one did. */
  rows: number;
};

/** Depth and age of every queue, and the last run of each job that one process does for all: the operator's view. */
export async function readQueues(deps: Pick<Deps, "db">): Promise<{ queues: Queue[]; jobs: JobRun[] }> {
  const [rows, runs] = await Promise.all([readQueueRows(deps.db), readJobRuns(deps.db)]);
  return { queues: QUEUES.map((name) => toQueue(name, rows)), jobs: runs.map(toRun) };
}

function toQueue(name: string, rows: readonly QueueRow[]): Queue {
  const row = rows.find((each) => each.name === name);
  if (!row) return { name, waiting: 0, due: 0, oldestAt: null, lateSeconds: 0 };
  return { name, waiting: row.waiting, due: row.due, oldestAt: row.oldest_at, lateSeconds: row.late_seconds };
}

function toRun({ name, started_at, finished_at, failed_at, due_at, rows }: JobRunRow): JobRun {
  const failed = failed_at !== null && (finished_at === null || failed_at > finished_at);
  return {
    name,
    startedAt: started_at,
    finishedAt: finished_at,
    failedAt: failed ? failed_at : null,
    dueAt: due_at,
    rows,
  };
}
