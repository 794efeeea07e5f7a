import type { Database, Orm } from "../client";
import { outbox } from "../schema";
import { CLOCK, statement } from "./statement";

export type OutboxEvent = {
  id: string;
  environmentId: string;
  type: string;
  data: object;
  context?: object;
  at: Date;
};

/** Writes events in the transaction of their cause. */
export async function insertEvents(orm: Orm, events: readonly OutboxEvent[]): Promise<void> {
  await orm
    .insert(outbox)
    .values(events.map(({ at, ...event }) => ({ ...event, kind: "event" as const, createdAt: at, dueAt: at })));
}

/**
 * What is due of these kinds, at most `limit`, locked. An array, and a time that is read once: so both what is due and
 * the rows themselves are found by index, however many wait for later.
 */
function due(kinds: string, limit: string): string {
  return `ARRAY(SELECT id FROM outbox WHERE kind ${kinds} AND due_at <= (SELECT ${CLOCK}) ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}

const LEASE = statement(
  "outbox_lease",
  `UPDATE outbox SET due_at = ${CLOCK} + make_interval(secs => $2::float8), attempts = attempts + 1
WHERE id = ANY (${due("IN ('message', 'bounce')", "$3::int")})
RETURNING id, environment_id, kind, type, data, attempts`,
);

const DROP = statement("outbox_drop", "DELETE FROM outbox WHERE id = $1::uuid");

const BOUNCE = statement(
  "outbox_bounce",
  `WITH suppressed AS (
  INSERT INTO suppressions (environment_id, identifier_key, reason, created_at, expires_at)
  VALUES ($2, $4::bytea, 'bounced', ${CLOCK}, ${CLOCK} + make_interval(secs => $5::float8))
  ON CONFLICT (environment_id, identifier_key) DO UPDATE SET expires_at = excluded.expires_at
), marked AS (
  UPDATE messages m SET bounced_at = ${CLOCK} FROM outbox o WHERE o.id = $3::uuid AND m.environment_id = $2 AND m.id = (o.data->>'message_id')::uuid
  RETURNING m.id, m.bounced_at
), noted AS (
  INSERT INTO message_events (environment_id, message_id, event_key, type, provider, at)
  SELECT $2, id, 'scenario', 'bounced', 'mailbox', bounced_at FROM marked ON CONFLICT DO NOTHING
)
UPDATE outbox SET kind = 'event', data = jsonb_build_object('message_id', data->>'message_id'), due_at = ${CLOCK} WHERE id = $3::uuid`,
);

export type LeasedRow = {
  id: string;
  environment_id: string;
  kind: "message" | "bounce";
  type: string;
  data: { message_id: string; identifier_key?: string };
  attempts: number;
};

/** Takes messages and bounces that are due, for `leaseSeconds`: a row whose taker dies is due again after that. */
export async function leaseOutbox(db: Database, input: { leaseSeconds: number; limit: number }): Promise<LeasedRow[]> {
  return db.run<LeasedRow>(LEASE, [db.clockOffsetSeconds(), input.leaseSeconds, input.limit]);
}

/** Takes a row out that has nothing left to do. */
export async function dropOutbox(db: Database, id: string): Promise<void> {
  await db.run(DROP, [id]);
}

/** Suppresses the recipient of a bounced message and turns the row into its event. */
export async function recordBounce(
  db: Database,
  input: { environmentId: string; outboxId: string; identifierKey: Uint8Array; suppressSeconds: number },
): Promise<void> {
  await db.run(BOUNCE, [
    db.clockOffsetSeconds(),
    input.environmentId,
    input.outboxId,
    input.identifierKey,
    input.suppressSeconds,
  ]);
}
