import type { Database, Orm } from "../client";
import { mailboxMessages, outbox } from "../schema";
import { CLOCK, statement } from "./statement";

export type Notice = { id: string; environmentId: string; type: string; data: object; at: Date };

/** Queues a notice for the owners of an environment, in the transaction of its cause. */
export async function insertNotice(tx: Orm, { at, ...notice }: Notice): Promise<void> {
  await tx.insert(outbox).values({ ...notice, kind: "notice", createdAt: at, dueAt: at });
}

const LEASE = statement(
  "notices_lease",
  `UPDATE outbox SET due_at = ${CLOCK} + make_interval(secs => $2::float8 * least(power(2, attempts), 64)), attempts = attempts + 1
WHERE id = ANY (ARRAY(SELECT id FROM outbox WHERE kind = 'notice' AND due_at <= (SELECT ${CLOCK}) ORDER BY due_at
  LIMIT $3::int FOR UPDATE SKIP LOCKED))
RETURNING id, environment_id, type, data, attempts, created_at`,
);

export type LeasedNotice = {
  id: string;
  environment_id: string;
  type: string;
  data: Record<string, unknown>;
  attempts: number;
  created_at: Date;
};

/** Takes notices that are due, for `leaseSeconds`, which doubles each time that one has to be taken again. */
export async function leaseNotices(
  db: Database,
  input: { leaseSeconds: number; limit: number },
): Promise<LeasedNotice[]> {
  return db.run<LeasedNotice>(LEASE, [db.clockOffsetSeconds(), input.leaseSeconds, input.limit]);
}

/** Puts a message into a Mailbox. One that is there already stays as it is. */
export async function insertMailboxMessage(orm: Orm, row: typeof mailboxMessages.$inferInsert): Promise<void> {
  await orm.insert(mailboxMessages).values(row).onConflictDoNothing();
}
