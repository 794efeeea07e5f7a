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
