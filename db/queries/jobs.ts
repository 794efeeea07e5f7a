import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const CLAIM = statement(
  "job_claim",
  `INSERT INTO job_runs (name, due_at, started_at) VALUES ($2, ${CLOCK} + make_interval(secs => $3::float8), ${CLOCK})
ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, started_at = excluded.started_at WHERE job_runs.due_at <= ${CLOCK}
RETURNING name`,
);

const FINISH = statement(
  "job_finish",
  `UPDATE job_runs SET due_at = greatest(started_at + make_interval(secs => $3::float8), ${CLOCK}), finished_at = ${CLOCK}, rows = $4::bigint
WHERE name = $2`,
);

const FAIL = statement(
  "job_fail",
  `UPDATE job_runs SET due_at = ${CLOCK} + make_interval(secs => $3::float8), failed_at = ${CLOCK} WHERE name = $2`,
);

/** Takes a job that is due, for that long. False where another process has it, or did it lately. */
export async function claimJob(db: Database, name: string, leaseSeconds: number): Promise<boolean> {
  return (await db.run(CLAIM, [db.clockOffsetSeconds(), name, leaseSeconds])).length > 0;
}

/** Notes that a job was done, and when it is due again, counted from its start. */
export async function finishJob(
  db: Database,
  { name, rows, againInSeconds }: { name: string; rows: number; againInSeconds: number },
): Promise<void> {
  await db.run(FINISH, [db.clockOffsetSeconds(), name, againInSeconds, rows]);
}

/** Notes that a job failed, and when it is tried again. */
export async function failJob(
  db: Database,
  { name, againInSeconds }: { name: string; againInSeconds: number },
): Promise<void> {
  await db.run(FAIL, [db.clockOffsetSeconds(), name, againInSeconds]);
}

/** Beyond this many rows nobody counts: the figure says "at least". */
const COUNTED = 100_000;

const QUEUES = statement(
  "queues_read",
  `WITH waiting AS (
  (SELECT kind AS name, due_at, created_at FROM outbox ORDER BY due_at LIMIT ${COUNTED})
  UNION ALL
  (SELECT 'webhook', due_at, created_at FROM webhook_deliveries WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ${COUNTED})
)
SELECT name, count(*)::int AS waiting, count(*) FILTER (WHERE due_at <= ${CLOCK})::int AS due, min(created_at) AS oldest_at,
  greatest(extract(epoch FROM ${CLOCK} - min(due_at)), 0)::float8 AS late_seconds
FROM waiting GROUP BY name`,
);

const RUNS = statement(
  "job_runs_read",
  "SELECT name, started_at, finished_at, failed_at, due_at, rows::float8 FROM job_runs ORDER BY name",
);

export type QueueRow = { name: string; waiting: number; due: number; oldest_at: Date; late_seconds: number };

export type JobRunRow = {
  name: string;
  started_at: Date;
  finished_at: Date | null;
  failed_at: Date | null;
  due_at: Date;
  rows: number;
};

/** What waits, by kind: how much (at most 100,000 counted), how much of it is due, and how late the first of it is. */
export async function readQueueRows(db: Database): Promise<QueueRow[]> {
  return db.run<QueueRow>(QUEUES, [db.clockOffsetSeconds()]);
}

/** When each job that runs alone ran last, and how it went. */
export async function readJobRuns(db: Database): Promise<JobRunRow[]> {
  return db.run<JobRunRow>(RUNS, []);
}
