import { and, desc, eq, gt } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { echoReceivers, echoRequests } from "../schema";
import { CLOCK, statement } from "./statement";

export type EchoReceiverRow = typeof echoReceivers.$inferSelect;
export type EchoRequestRow = typeof echoRequests.$inferSelect;

/** Adds a receiver. */
export async function insertEchoReceiver(orm: Orm, row: typeof echoReceivers.$inferInsert): Promise<void> {
  await orm.insert(echoReceivers).values(row);
}

/** A receiver of the environment that has not ended. */
export async function readEchoReceiver(
  orm: Orm,
  environmentId: string,
  id: string,
  now: Date,
): Promise<EchoReceiverRow | null> {
  const [row] = await orm
    .select()
    .from(echoReceivers)
    .where(
      and(eq(echoReceivers.environmentId, environmentId), eq(echoReceivers.id, id), gt(echoReceivers.expiresAt, now)),
    );
  return row ?? null;
}

/** The receiver of the environment with that token, which has not ended. */
export async function findEchoReceiver(
  orm: Orm,
  environmentId: string,
  tokenHash: Uint8Array,
  now: Date,
): Promise<EchoReceiverRow | null> {
  const isIt = eq(echoReceivers.tokenHash, tokenHash);
  const [row] = await orm
    .select()
    .from(echoReceivers)
    .where(and(eq(echoReceivers.environmentId, environmentId), isIt, gt(echoReceivers.expiresAt, now)));
  return row ?? null;
}

/** The receivers of an environment that have not ended, newest first. */
export async function listEchoReceivers(orm: Orm, environmentId: string, now: Date): Promise<EchoReceiverRow[]> {
  return orm
    .select()
    .from(echoReceivers)
    .where(and(eq(echoReceivers.environmentId, environmentId), gt(echoReceivers.expiresAt, now)))
    .orderBy(desc(echoReceivers.id))
    .limit(100);
}

/** What a receiver got, newest first. */
export async function listEchoRequests(
  orm: Orm,
  environmentId: string,
  receiverId: string,
  limit: number,
): Promise<EchoRequestRow[]> {
  return orm
    .select()
    .from(echoRequests)
    .where(and(eq(echoRequests.environmentId, environmentId), eq(echoRequests.receiverId, receiverId)))
    .orderBy(desc(echoRequests.at), desc(echoRequests.id))
    .limit(limit);
}

// The oldest makes room: what came last is what somebody waits for. The receiver's row is locked, so that those who come
// at once take turns to count.
const KEEP = statement(
  "echo_keep",
  `WITH receiver AS (
  SELECT environment_id, id FROM echo_receivers WHERE token_hash = $2::bytea AND expires_at > ${CLOCK} FOR UPDATE
), old AS (
  DELETE FROM echo_requests q USING (
    SELECT q.environment_id, q.id FROM receiver r JOIN echo_requests q ON q.environment_id = r.environment_id AND q.receiver_id = r.id
    ORDER BY q.at DESC, q.id DESC OFFSET $6::int) o
  WHERE q.environment_id = o.environment_id AND q.id = o.id
)
INSERT INTO echo_requests (environment_id, id, receiver_id, headers, body, at)
SELECT environment_id, $3::uuid, id, $4::jsonb, $5::text, ${CLOCK} FROM receiver RETURNING id`,
);

/**
 * Keeps a request for the receiver with that token, and the newest others up to `keep` in all. False where there is
 * none.
 */
export async function keepEchoRequest(
  db: Database,
  input: { tokenHash: Uint8Array; id: string; headers: Readonly<Record<string, string>>; body: string; keep: number },
): Promise<boolean> {
  const { tokenHash, id, headers, body, keep } = input;
  const params = [db.clockOffsetSeconds(), tokenHash, id, JSON.stringify(headers), body, keep - 1];
  return (await db.run(KEEP, params)).length > 0;
}
