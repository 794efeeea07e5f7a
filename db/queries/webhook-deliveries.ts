import { and, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { webhookDeliveries } from "../schema";
import { statement } from "./statement";

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

/** How a delivery stands, derived from its times. */
const STATUS =
  "CASE WHEN d.delivered_at IS NOT NULL THEN 'delivered' WHEN d.failed_at IS NOT NULL THEN 'failed' ELSE 'pending' END";

const COLUMNS = `d.id, d.endpoint_id, d.event_id, d.event_type, d.event_at, d.created_at, d.due_at, d.attempts, d.attempts_before,
  d.delivered_at, d.failed_at, ${STATUS} AS status`;

const LAST_ATTEMPT = `LEFT JOIN LATERAL (
  SELECT a.at, a.status, a.reason, a.duration_ms FROM webhook_attempts a
  WHERE a.environment_id = d.environment_id AND a.delivery_id = d.id ORDER BY a.number DESC LIMIT 1) a ON true`;

const FIRST_ID = "'00000000-0000-0000-0000-000000000000'";
const FILTER = `($4::text IS NULL OR ${STATUS} = $4) AND ($5::text IS NULL OR d.event_type = $5)`;

/** What a deleted endpoint leaves behind is nobody's any more, until it is gone. */
const VISIBLE = `d.endpoint_id <> ALL (ARRAY(SELECT id FROM webhook_endpoints WHERE environment_id = $1 AND deleted_at IS NOT NULL))`;

// The ids begin with the time of creation: both orders are the same, and each is an index read backwards.
const LIST = statement(
  "webhook_deliveries_list",
  `SELECT ${COLUMNS}, a.at AS last_at, a.status AS last_status, a.reason AS last_reason, a.duration_ms AS last_duration_ms
FROM (SELECT d.* FROM webhook_deliveries d WHERE d.environment_id = $1 AND ($3::uuid IS NULL OR d.id < $3) AND d.id >= coalesce($6::uuid, ${FIRST_ID}) AND ${FILTER} AND ${VISIBLE}
  ORDER BY d.id DESC LIMIT $2::int) d ${LAST_ATTEMPT} ORDER BY d.id DESC`,
);

const LIST_OF_ENDPOINT = statement(
  "webhook_deliveries_list_of_endpoint",
  `SELECT ${COLUMNS}, a.at AS last_at, a.status AS last_status, a.reason AS last_reason, a.duration_ms AS last_duration_ms
FROM (SELECT d.* FROM webhook_deliveries d WHERE d.environment_id = $1 AND d.endpoint_id = $6::uuid
    AND ($3::uuid IS NULL OR (d.created_at, d.id) < ($7::timestamptz, $3))
    AND (d.created_at, d.id) >= (coalesce($9::timestamptz, '-infinity'), coalesce($8::uuid, ${FIRST_ID})) AND ${FILTER}
  ORDER BY d.created_at DESC, d.id DESC LIMIT $2::int) d ${LAST_ATTEMPT} ORDER BY d.created_at DESC, d.id DESC`,
);

const SCANNED = statement(
  "webhook_deliveries_scanned",
  `SELECT d.id, d.created_at AS at FROM webhook_deliveries d
WHERE d.environment_id = $1 AND d.id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY d.id DESC OFFSET $3::int LIMIT 1`,
);

const SCANNED_OF_ENDPOINT = statement(
  "webhook_deliveries_scanned_of_endpoint",
  `SELECT d.id, d.created_at AS at FROM webhook_deliveries d
WHERE d.environment_id = $1 AND d.endpoint_id = $4::uuid
  AND (d.created_at, d.id) < (coalesce($5::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
ORDER BY d.created_at DESC, d.id DESC OFFSET $3::int LIMIT 1`,
);

/** A delivery's place in a list. */
export type DeliveryPlace = { id: string; at: Date };

/** The last of the `scan` deliveries that come after a place; null where there are no more than those. */
export async function lastScannedDelivery(
  db: Database,
  environmentId: string,
  { endpointId, before, scan }: Pick<DeliveryFilter, "endpointId" | "before"> & { scan: number },
): Promise<DeliveryPlace | null> {
  const params = [environmentId, before?.id ?? null, scan - 1];
  const [row] =
    endpointId === null
      ? await db.run<DeliveryPlace>(SCANNED, params)
      : await db.run<DeliveryPlace>(SCANNED_OF_ENDPOINT, [...params, endpointId, before?.at ?? null]);
  return row ?? null;
}

export type DeliveryRow = {
  id: string;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  event_at: Date;
  created_at: Date;
  due_at: Date | null;
  attempts: number;
  attempts_before: number;
  delivered_at: Date | null;
  failed_at: Date | null;
  status: "pending" | "delivered" | "failed";
  last_at: Date | null;
  last_status: number | null;
  last_reason: string | null;
  last_duration_ms: number | null;
};

export type DeliveryFilter = {
  endpointId: string | null;
  status: string | null;
  event: string | null;
  /** The last row that was shown, and when it was made. */
  before: DeliveryPlace | null;
  /** The last one that is looked at; null: all. */
  until: DeliveryPlace | null;
  limit: number;
};

/** Deliveries of an environment, newest first; of one endpoint where it is named. */
export async function listDeliveryRows(
  db: Database,
  environmentId: string,
  { endpointId, status, event, before, until, limit }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  const params = [environmentId, limit, before?.id ?? null, status, event];
  if (endpointId === null) return db.run<DeliveryRow>(LIST, [...params, until?.id ?? null]);
  return db.run<DeliveryRow>(LIST_OF_ENDPOINT, [
    ...params,
    endpointId,
    before?.at ?? null,
    until?.id ?? null,
    until?.at ?? null,
  ]);
}

const READ = statement(
  "webhook_delivery_read",
  `SELECT ${COLUMNS}, d.data, e.url, (SELECT coalesce(jsonb_agg(jsonb_build_object('number', a.number, 'at', a.at, 'duration_ms', a.duration_ms,
      'request_headers', a.request_headers, 'status', a.status, 'reason', a.reason, 'response_headers', a.response_headers,
      'response_body', a.response_body) ORDER BY a.number DESC), '[]'::jsonb)
    FROM webhook_attempts a WHERE a.environment_id = d.environment_id AND a.delivery_id = d.id) AS tried
FROM webhook_deliveries d JOIN webhook_endpoints e ON e.environment_id = d.environment_id AND e.id = d.endpoint_id
WHERE d.environment_id = $1 AND d.id = $2::uuid AND e.deleted_at IS NULL`,
);

export type AttemptJson = {
  number: number;
  at: string;
  duration_ms: number;
  request_headers: Record<string, string>;
  status: number | null;
  reason: string | null;
  response_headers: Record<string, string> | null;
  response_body: string | null;
};

export type WholeDelivery = Omit<DeliveryRow, "last_at" | "last_status" | "last_reason" | "last_duration_ms"> & {
  data: Record<string, unknown>;
  url: string;
  /** Every attempt, the last first. */
  tried: AttemptJson[];
};

/** One delivery with every attempt. */
export async function readDelivery(db: Database, environmentId: string, id: string): Promise<WholeDelivery | null> {
  const [row] = await db.run<WholeDelivery>(READ, [environmentId, id]);
  return row ?? null;
}

const NEIGHBOURS = statement(
  "webhook_delivery_neighbours",
  `SELECT (SELECT id FROM webhook_deliveries WHERE environment_id = $1 AND endpoint_id = $2::uuid AND (created_at, id) > ($4::timestamptz, $3::uuid)
    ORDER BY created_at, id LIMIT 1) AS newer,
  (SELECT id FROM webhook_deliveries WHERE environment_id = $1 AND endpoint_id = $2::uuid AND (created_at, id) < ($4::timestamptz, $3::uuid)
    ORDER BY created_at DESC, id DESC LIMIT 1) AS older`,
);

export type Neighbours = { newer: string | null; older: string | null };

/** The deliveries to the same endpoint before and after one. */
export async function readNeighbours(
  db: Database,
  environmentId: string,
  delivery: { id: string; endpointId: string; at: Date },
): Promise<Neighbours> {
  const { id, endpointId, at } = delivery;
  const [row] = await db.run<Neighbours>(NEIGHBOURS, [environmentId, endpointId, id, at]);
  return row ?? { newer: null, older: null };
}

/** Puts a delivery into the queue again, with a schedule that begins anew. Null when it is not there. */
export async function replayDelivery(tx: Orm, environmentId: string, id: string, at: Date): Promise<string | null> {
  const [row] = await tx
    .update(webhookDeliveries)
    .set({ ...AGAIN, dueAt: at })
    .where(and(eq(webhookDeliveries.environmentId, environmentId), eq(webhookDeliveries.id, id)))
    .returning({ endpointId: webhookDeliveries.endpointId });
  return row?.endpointId ?? null;
}

const AGAIN = { attemptsBefore: sql`${webhookDeliveries.attempts}`, deliveredAt: null, failedAt: null };

const COUNT_FAILED = statement(
  "webhook_count_failed",
  `SELECT count(*)::int AS count FROM webhook_deliveries
WHERE environment_id = $1 AND endpoint_id = $2::uuid AND created_at >= $3::timestamptz AND failed_at IS NOT NULL`,
);

type FailedSince = { environmentId: string; endpointId: string; since: Date };

/** How many deliveries to an endpoint have failed for good among those made since then. */
export async function countFailedDeliveries(db: Database, { environmentId, endpointId, since }: FailedSince) {
  const [row] = await db.run<{ count: number }>(COUNT_FAILED, [environmentId, endpointId, since]);
  return row?.count ?? 0;
}

/** Puts those into the queue again, at most `limit`, the oldest first. Answers how many there were. */
export async function recoverDeliveries(
  tx: Orm,
  { environmentId, endpointId, since }: FailedSince,
  { limit, at }: { limit: number; at: Date },
): Promise<number> {
  const { environmentId: environment, endpointId: endpoint, createdAt, failedAt, id } = webhookDeliveries;
  const failed = tx
    .select({ id })
    .from(webhookDeliveries)
    .where(and(eq(environment, environmentId), eq(endpoint, endpointId), gte(createdAt, since), isNotNull(failedAt)))
    .orderBy(createdAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const rows = await tx
    .update(webhookDeliveries)
    .set({ ...AGAIN, dueAt: at })
    .where(and(eq(environment, environmentId), inArray(id, failed)))
    .returning({ id });
  return rows.length;
}
