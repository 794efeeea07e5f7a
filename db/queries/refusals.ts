import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** A refusal on its way to the outbox. Whose it is is found out as it is written. */
export type RefusalRow = {
  id: string;
  type: string;
  /** RFC 3339. */
  at: string;
  environment_id: string | null;
  claimed_environment_id: string | null;
  /** Hexadecimal. */
  key_hash: string | null;
  member_session_id: string | null;
  actor: string | null;
  data: object;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
};

// A key that was good once, or is good elsewhere, says whose environment was tried; then what a token says of itself, if
// there is such an environment; else it is the installation's affair. Who a known key or session belongs to is the actor.
const INSERT = statement(
  "refusals_insert",
  `INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
SELECT r.id, coalesce(r.environment_id, k.environment_id, e.id, own.id), 'event', r.type,
  r.data || CASE WHEN r.type = 'auth.refusals_dropped' THEN '{}'::jsonb WHEN k.revoked_at IS NOT NULL THEN '{"reason":"revoked"}' WHEN k.expires_at <= ${CLOCK} THEN '{"reason":"expired"}' ELSE '{}' END,
  jsonb_strip_nulls(jsonb_build_object('actor', coalesce(r.actor, 'key:' || k.id, 'member:' || m.member_id), 'ip', r.ip, 'user_agent', r.user_agent, 'request_id', r.request_id)),
  r.at, r.at
FROM jsonb_to_recordset($2::text::jsonb) AS r(id uuid, type text, at timestamptz, environment_id uuid, claimed_environment_id uuid, key_hash text,
    member_session_id uuid, actor text, data jsonb, ip text, user_agent text, request_id text)
  LEFT JOIN api_keys k ON k.key_hash = decode(r.key_hash, 'hex')
  LEFT JOIN environments e ON e.id = r.claimed_environment_id
  LEFT JOIN member_sessions m ON m.id = r.member_session_id
  CROSS JOIN (SELECT id FROM environments WHERE installation) own`,
);

/** Writes refusals down as events, each in the environment that it concerns. */
export async function insertRefusals(db: Database, rows: readonly RefusalRow[]): Promise<void> {
  await db.run(INSERT, [db.clockOffsetSeconds(), JSON.stringify(rows)]);
}
