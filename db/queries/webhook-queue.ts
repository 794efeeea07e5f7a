import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

// Endpoints with something in the queue, found by skipping from one to the next: however much waits for one of them, it
// is one step. Each then gives at most what it, its environment and its customer have room for ($5), so none stands in
// another's way, however many endpoints somebody has; in random order, so that those who share a scarce place take turns.
const LEASE = statement(
  "webhook_lease",
  `WITH RECURSIVE waiting AS (
  (SELECT environment_id, endpoint_id FROM webhook_deliveries WHERE due_at IS NOT NULL ORDER BY environment_id, endpoint_id LIMIT 1)
  UNION ALL
  SELECT n.environment_id, n.endpoint_id FROM waiting w CROSS JOIN LATERAL (
    SELECT d.environment_id, d.endpoint_id FROM webhook_deliveries d
    WHERE d.due_at IS NOT NULL AND (d.environment_id, d.endpoint_id) > (w.environment_id, w.endpoint_id)
    ORDER BY d.environment_id, d.endpoint_id LIMIT 1) n
), open AS MATERIALIZED (
  SELECT e.environment_id, v.customer_id, e.id, e.url, e.secret_encrypted,
    CASE WHEN e.previous_secret_until > ${CLOCK} THEN e.previous_secret_encrypted END AS previous_secret_encrypted,
    due.count::int AS room, random() AS turn
  FROM waiting w JOIN webhook_endpoints e ON e.environment_id = w.environment_id AND e.id = w.endpoint_id AND e.disabled_at IS NULL
  JOIN environments v ON v.id = e.environment_id
  CROSS JOIN LATERAL (SELECT count(*) FROM (SELECT FROM webhook_deliveries d
    WHERE d.environment_id = e.environment_id AND d.endpoint_id = e.id AND d.due_at <= (SELECT ${CLOCK})
    LIMIT greatest(0, $4::int - coalesce(($5::jsonb->>(e.id::text))::int, 0))) few) due
  WHERE due.count > 0
), of_environment AS (
  SELECT o.*, greatest(0, least(room, $6::int - coalesce(($5::jsonb->>(environment_id::text))::int, 0)
    - (sum(room) OVER (PARTITION BY environment_id ORDER BY turn, id) - room)))::int AS theirs FROM open o
), of_customer AS MATERIALIZED (
  SELECT o.*, greatest(0, least(theirs, $7::int - coalesce(($5::jsonb->>(customer_id::text))::int, 0)
    - (sum(theirs) OVER (PARTITION BY customer_id ORDER BY turn, id) - theirs)))::int AS share FROM of_environment o
), picked AS MATERIALIZED (
  SELECT o.*, d.id AS delivery_id FROM (SELECT * FROM of_customer WHERE share > 0 ORDER BY turn) o CROSS JOIN LATERAL (
    SELECT d.id FROM webhook_deliveries d
    WHERE d.environment_id = o.environment_id AND d.endpoint_id = o.id AND d.due_at <= (SELECT ${CLOCK})
    ORDER BY d.due_at LIMIT o.share FOR UPDATE SKIP LOCKED) d
  LIMIT $3::int
)
UPDATE webhook_deliveries d SET due_at = ${CLOCK} + make_interval(secs => $2::float8), attempts = d.attempts + 1
FROM picked p WHERE d.environment_id = p.environment_id AND d.id = p.delivery_id
RETURNING d.environment_id, d.id, d.endpoint_id, d.event_id, d.event_type, d.data, d.event_at, d.attempts, d.attempts_before,
  p.customer_id, p.url, p.secret_encrypted, p.previous_secret_encrypted`,
);

export type LeasedDelivery = {
  customer_id: string;
  environment_id: string;
  id: string;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  data: Record<string, unknown>;
  event_at: Date;
  attempts: number;
  attempts_before: number;
  url: string;
  secret_encrypted: Uint8Array;
  previous_secret_encrypted: Uint8Array | null;
};

/** How many deliveries may be under way at once to an endpoint, for an environment and for a customer. */
export type DeliveryShares = { perEndpoint: number; perEnvironment: number; perCustomer: number };

/**
 * Takes deliveries that are due, at most `limit`, for `leaseSeconds`: one whose taker dies is due again after that. Each
 * endpoint, environment and customer gets at most its share less what is `busy` for it already, by its id.
 */
export async function leaseDeliveries(
  db: Database,
  input: { leaseSeconds: number; limit: number; shares: DeliveryShares; busy: Readonly<Record<string, number>> },
): Promise<LeasedDelivery[]> {
  const { leaseSeconds, limit, shares, busy } = input;
  const { perEndpoint, perEnvironment, perCustomer } = shares;
  const offset = db.clockOffsetSeconds();
  const params = [offset, leaseSeconds, limit, perEndpoint, JSON.stringify(busy), perEnvironment, perCustomer];
  return db.run<LeasedDelivery>(LEASE, params);
}

// What is over already stays over: a taker whose lease ran out is too late to say how it ended.
const SETTLE = `attempt AS (
  INSERT INTO webhook_attempts (environment_id, delivery_id, number, at, duration_ms, request_headers, status, reason, response_headers, response_body)
  SELECT d.environment_id, d.id, $4::int, $5::timestamptz, $6::int, $7::jsonb, $8::int, $9::text, $10::jsonb, $11::text
  FROM webhook_deliveries d WHERE d.environment_id = $2 AND d.id = $3::uuid
  ON CONFLICT DO NOTHING
)`;

const DELIVERED = statement(
  "webhook_delivered",
  `WITH ${SETTLE}, settled AS (
  UPDATE webhook_deliveries SET due_at = NULL, delivered_at = ${CLOCK} WHERE environment_id = $2 AND id = $3::uuid AND due_at IS NOT NULL
)
UPDATE webhook_endpoints SET last_delivery_at = ${CLOCK}, failing_since = NULL, failures = 0, notice_level = 0
WHERE environment_id = $2 AND id = $12::uuid AND (failures > 0 OR last_delivery_at IS NULL OR last_delivery_at < ${CLOCK} - interval '10 s')`,
);

const FAILED = statement(
  "webhook_failed",
  `WITH ${SETTLE}, settled AS (
  UPDATE webhook_deliveries SET due_at = CASE WHEN $13::float8 IS NULL THEN NULL ELSE ${CLOCK} + make_interval(secs => $13::float8) END,
    failed_at = CASE WHEN $13::float8 IS NULL THEN ${CLOCK} END
  WHERE environment_id = $2 AND id = $3::uuid AND due_at IS NOT NULL
)
UPDATE webhook_endpoints SET last_delivery_at = ${CLOCK}, failures = failures + 1, failing_since = coalesce(failing_since, ${CLOCK})
WHERE environment_id = $2 AND id = $12::uuid RETURNING failures, failing_since, notice_level`,
);

export type SettledAttempt = {
  environmentId: string;
  deliveryId: string;
  endpointId: string;
  number: number;
  at: Date;
  durationMs: number;
  requestHeaders: Readonly<Record<string, string>>;
  status: number | null;
  reason: string | null;
  responseHeaders: Readonly<Record<string, string>> | null;
  responseBody: string | null;
};

function paramsOf(db: Database, attempt: SettledAttempt): unknown[] {
  const { requestHeaders, responseHeaders } = attempt;
  return [
    db.clockOffsetSeconds(),
    attempt.environmentId,
    attempt.deliveryId,
    attempt.number,
    attempt.at,
    attempt.durationMs,
    JSON.stringify(requestHeaders),
    attempt.status,
    attempt.reason,
    responseHeaders === null ? null : JSON.stringify(responseHeaders),
    attempt.responseBody,
    attempt.endpointId,
  ];
}

/** Writes down that an attempt succeeded: the delivery is over, the endpoint works. */
export async function settleDelivered(db: Database, attempt: SettledAttempt): Promise<void> {
  await db.run(DELIVERED, paramsOf(db, attempt));
}

export type FailingEndpoint = { failures: number; failing_since: Date; notice_level: number };

/**
 * Writes down that an attempt failed. The next one is in `againInSeconds`; null gives the delivery up. Answers how the
 * endpoint stands now; null where it is gone.
 */
export async function settleFailed(
  db: Database,
  attempt: SettledAttempt,
  againInSeconds: number | null,
): Promise<FailingEndpoint | null> {
  const [endpoint] = await db.run<FailingEndpoint>(FAILED, [...paramsOf(db, attempt), againInSeconds]);
  return endpoint ?? null;
}

const RELEASE = statement(
  "webhook_release",
  `UPDATE webhook_deliveries SET due_at = ${CLOCK}, attempts = attempts - 1
WHERE environment_id = $2 AND id = $3::uuid AND due_at IS NOT NULL AND attempts = $4::int`,
);

/** Gives a delivery back that was not tried to its end. */
export async function releaseDelivery(
  db: Database,
  taken: { environmentId: string; deliveryId: string; number: number },
): Promise<void> {
  await db.run(RELEASE, [db.clockOffsetSeconds(), taken.environmentId, taken.deliveryId, taken.number]);
}

const END_DISABLED = statement(
  "webhook_end_disabled",
  `UPDATE webhook_deliveries SET due_at = NULL, failed_at = ${CLOCK}
WHERE (environment_id, id) IN (
  SELECT d.environment_id, d.id FROM webhook_endpoints e
  JOIN webhook_deliveries d ON d.environment_id = e.environment_id AND d.endpoint_id = e.id AND d.due_at IS NOT NULL
  WHERE e.disabled_at IS NOT NULL AND e.deleted_at IS NULL LIMIT $2::int FOR UPDATE OF d SKIP LOCKED)
RETURNING id`,
);

/** Gives up what waits for endpoints that are off, at most `limit`. Answers how many there were. */
export async function endDisabledDeliveries(db: Database, limit: number): Promise<number> {
  return (await db.run(END_DISABLED, [db.clockOffsetSeconds(), limit])).length;
}

const DELETE_OF_DELETED = statement(
  "webhook_delete_of_deleted",
  `DELETE FROM webhook_deliveries WHERE (environment_id, id) IN (
  SELECT d.environment_id, d.id FROM webhook_endpoints e
  JOIN webhook_deliveries d ON d.environment_id = e.environment_id AND d.endpoint_id = e.id
  WHERE e.deleted_at IS NOT NULL LIMIT $1::int FOR UPDATE OF d SKIP LOCKED)
RETURNING id`,
);

const DELETE_EMPTY = statement(
  "webhook_delete_empty",
  `DELETE FROM webhook_endpoints e WHERE e.deleted_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM webhook_deliveries d WHERE d.environment_id = e.environment_id AND d.endpoint_id = e.id)`,
);

/** Deletes deliveries of endpoints that were deleted, at most `limit`, with their attempts. Answers how many there were. */
export async function deleteDeliveriesOfDeleted(db: Database, limit: number): Promise<number> {
  return (await db.run(DELETE_OF_DELETED, [limit])).length;
}

/** Deletes the rows of endpoints that were deleted and have no deliveries left. */
export async function deleteEmptyEndpoints(db: Database): Promise<void> {
  await db.run(DELETE_EMPTY, []);
}
