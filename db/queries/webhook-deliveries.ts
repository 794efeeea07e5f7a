import { sql } from "drizzle-orm";
import type { Orm } from "../client";

/** An event that webhooks are told of, as it was written down. */
export type DeliverableEvent = { id: string; environmentId: string; type: string; data: object; at: Date };

/**
 * A UUIDv7 (RFC 9562, 5.7) made by the database: the milliseconds of that time, then what gen_random_uuid has random. Its
 * version bits are those of a v4; setting two of them makes a seven.
 */
const UUID_V7 = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  PLACING substring(int8send(floor(extract(epoch FROM e.at) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * Queues events for every endpoint that is on and wants them, in the transaction that takes them out of the outbox: one
 * statement, however many events and endpoints. Give it events of types that webhooks are told of, and no others. The
 * delivery's time is the event's to the millisecond, as in its id, so that both order alike.
 */
export async function insertDeliveries(orm: Orm, events: readonly DeliverableEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    id: event.id,
    environment_id: event.environmentId,
    type: event.type,
    data: event.data,
    at: event.at.toISOString(),
  }));
  await orm.execute(sql`
    INSERT INTO webhook_deliveries
      (environment_id, id, endpoint_id, event_id, event_type, data, event_at, created_at, due_at)
    SELECT e.environment_id, ${sql.raw(UUID_V7)}, w.id, e.id, e.type, e.data, e.at, e.at, e.at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS e(id uuid, environment_id uuid, type text, data jsonb, at timestamptz)
    JOIN webhook_endpoints w ON w.environment_id = e.environment_id
    WHERE w.disabled_at IS NULL AND (w.events = '{}' OR e.type = ANY (w.events))`);
}
