import type { Database } from "../client";
import { statement } from "./statement";

/** An entry of the audit log that tells of an attempt. */
export type AttemptEventRow = {
  id: string;
  type: string;
  at: Date;
  data: Readonly<Record<string, unknown>>;
  context: Readonly<Record<string, unknown>> | null;
  /** Of a key or a member. */
  actor_name: string | null;
};

// The log has no index by attempt: at most $5 of its entries are looked at, from the attempt's beginning on. Who signed
// in with it is told by the same request.
const EVENTS = statement(
  "verification_events",
  `WITH scanned AS MATERIALIZED (
  SELECT a.id, a.type, a.at, a.data, a.context FROM audit_log a
  WHERE a.environment_id = $1 AND a.at >= $3::timestamptz AND a.at <= $4::timestamptz ORDER BY a.at, a.id LIMIT $5::int
), own AS MATERIALIZED (SELECT * FROM scanned WHERE data->>'challenge_id' = $2::uuid::text)
SELECT f.*, coalesce((SELECT k.name FROM api_keys k WHERE k.environment_id = $1 AND 'key:' || k.id = f.context->>'actor'),
  (SELECT coalesce(m.name, m.email) FROM members m JOIN environments e ON e.customer_id = m.customer_id
    WHERE e.id = $1 AND 'member:' || m.id = f.context->>'actor')) AS actor_name
FROM (SELECT * FROM own UNION ALL SELECT * FROM scanned WHERE type IN ('user.logged_in', 'user.created')
    AND context->>'request_id' IN (SELECT context->>'request_id' FROM own WHERE type = 'otp.verified')) f ORDER BY f.at, f.id`,
);

/** What the audit log tells of an attempt, oldest first, of the `scan` entries that came after its beginning. */
export async function readAttemptEvents(
  db: Database,
  environmentId: string,
  { id, from, to, scan }: { id: string; from: Date; to: Date; scan: number },
): Promise<AttemptEventRow[]> {
  return db.run<AttemptEventRow>(EVENTS, [environmentId, id, from, to, scan]);
}

/** A webhook's delivery of one of those events. */
export type AttemptDeliveryRow = {
  id: string;
  endpoint_id: string;
  event_type: string;
  created_at: Date;
  url: string;
  attempts: number;
  status: "pending" | "delivered" | "failed";
};

const DELIVERIES = statement(
  "verification_deliveries",
  `SELECT d.id, d.endpoint_id, d.event_type, d.created_at, w.url, d.attempts,
  CASE WHEN d.delivered_at IS NOT NULL THEN 'delivered' WHEN d.failed_at IS NOT NULL THEN 'failed' ELSE 'pending' END AS status
FROM jsonb_to_recordset($2::jsonb) AS v(id uuid, at timestamptz)
  JOIN webhook_endpoints w ON w.environment_id = $1 AND w.deleted_at IS NULL
  JOIN webhook_deliveries d ON d.environment_id = $1 AND d.endpoint_id = w.id AND d.event_id = v.id
    AND d.created_at > v.at - interval '1 ms' AND d.created_at < v.at + interval '1 ms'
ORDER BY d.created_at, d.id LIMIT 100`,
);

/** Where those events were sent on to, and what came of it. */
export async function readAttemptDeliveries(
  db: Database,
  environmentId: string,
  events: readonly { id: string; at: Date }[],
): Promise<AttemptDeliveryRow[]> {
  if (events.length === 0) return [];
  return db.run<AttemptDeliveryRow>(DELIVERIES, [environmentId, JSON.stringify(events)]);
}
