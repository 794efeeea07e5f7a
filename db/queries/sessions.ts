import type { Database } from "../client";
import {
  aliveSql,
  CLOCK,
  type IdentifierJson,
  identifiersJson,
  JOIN_USER,
  statement,
  USER_JSON,
  type UserJson,
} from "./statement";

/** Refresh, who-am-I, the device list and revocation. */

export type SessionUserRow = {
  id: string;
  created_at: Date;
  amr: string[];
  user_json: UserJson;
  identifiers_json: IdentifierJson[];
};

export type RefreshRow = SessionUserRow & {
  verdict: "rotate" | "parent" | "theft" | "dead";
  generation: number;
  device_id: Uint8Array;
  identifier_key: Uint8Array;
};

// What must hold for a session to be worth anything now, whoever asks.
const USABLE = `s.revoked_at IS NULL AND s.restore_epoch = $3::int AND (NOT s.dev_mode OR $4::boolean)
  AND s.idle_expires_at > ${CLOCK} AND s.absolute_expires_at > ${CLOCK} AND u.blocked_at IS NULL`;

// "parent": the immediate parent inside the grace gets the same child again. Any other valid token, older or ahead of
// the row, is theft: the family ends, and the event says whether the successor had been used (RFC 9700, 4.14).
const REFRESH = statement(
  "refresh_session",
  `WITH alive AS MATERIALIZED (${aliveSql("$10")}
), target AS MATERIALIZED (
  SELECT s.id, s.user_id, s.created_at, s.amr, s.generation, s.device_id, s.identifier_key, s.rotated_at, u.blocked_at, ${USABLE} AND EXISTS (SELECT FROM alive) AS usable
  FROM sessions s ${JOIN_USER}
  WHERE s.environment_id = $2 AND s.id = $5::uuid AND s.salt_hash = $6::bytea FOR NO KEY UPDATE OF s
), judged AS MATERIALIZED (
  SELECT t.*, CASE WHEN NOT t.usable THEN 'dead' WHEN t.generation = $7::int THEN 'rotate'
    WHEN t.generation = $7 + 1 AND t.rotated_at > ${CLOCK} - make_interval(secs => $8::float8) THEN 'parent' ELSE 'theft' END AS verdict
  FROM target t
), rotated AS (
  UPDATE sessions s SET generation = $7 + 1, rotated_at = ${CLOCK},
    idle_expires_at = least(${CLOCK} + make_interval(secs => $9::float8), s.absolute_expires_at)
  FROM judged j WHERE j.verdict = 'rotate' AND s.environment_id = $2 AND s.id = $5 AND s.generation = $7 AND s.revoked_at IS NULL RETURNING s.id
), revoked AS (
  UPDATE sessions s SET revoked_at = ${CLOCK}, revoked_reason = 'reuse'
  FROM judged j WHERE s.id = $5 AND j.verdict = 'theft' AND s.environment_id = $2 AND s.id = j.id AND s.revoked_at IS NULL RETURNING s.id
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'session.reuse_detected',
    jsonb_build_object('session_id', j.id, 'user_id', j.user_id, 'successor_used', j.generation > $7 + 1), $11::jsonb, ${CLOCK}, ${CLOCK}
  FROM judged j, revoked
)
SELECT j.id, j.created_at, j.amr, j.verdict, j.generation, j.device_id, j.identifier_key, ${USER_JSON} AS user_json, ${identifiersJson("$2", "u.id")} AS identifiers_json
FROM judged j JOIN users u ON u.environment_id = $2 AND u.id = (SELECT user_id FROM judged)`,
);

const READ = statement(
  "read_sessions",
  `SELECT s.id, s.created_at, s.amr, ${USER_JSON} AS user_json, ${identifiersJson("$2", "u.id")} AS identifiers_json
FROM sessions s ${JOIN_USER}
WHERE s.environment_id = $2 AND s.id = ANY ($5::uuid[]) AND ${USABLE} AND EXISTS (${aliveSql("NULL")})`,
);

const LIST = statement(
  "list_sessions",
  `SELECT s.id, s.created_at, s.rotated_at AS last_used_at, s.idle_expires_at AS expires_at, s.user_agent, s.ip, s.amr
FROM sessions s ${JOIN_USER}
WHERE s.environment_id = $2 AND s.user_id = $5::uuid AND ${USABLE} AND ($6::uuid IS NULL OR s.id < $6::uuid)
ORDER BY s.id DESC LIMIT $7::int`,
);

// One session of the user, all of them, or the one that a refresh token names: whichever parameters are not null.
const REVOKE = statement(
  "revoke_sessions",
  `WITH ended AS (
  UPDATE sessions s SET revoked_at = ${CLOCK}, revoked_reason = $3::text
  WHERE s.environment_id = $2 AND s.revoked_at IS NULL
    AND ($4::uuid IS NOT NULL OR $5::uuid IS NOT NULL) AND ($4 IS NULL OR s.id = $4) AND ($5 IS NULL OR s.user_id = $5)
    AND ($6::bytea IS NULL OR s.salt_hash = $6) RETURNING s.id, s.user_id
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'user.logged_out', jsonb_build_object('session_id', e.id, 'user_id', e.user_id), $7::jsonb, ${CLOCK}, ${CLOCK} FROM ended e
)
SELECT id FROM ended`,
);

/** What a session's worth depends on outside its row. */
export type SessionTerms = { restoreEpoch: number; devMode: boolean };

/** Rotates, repeats or refuses a refresh token whose MAC was right. No row: no such session. One round trip. */
export async function refreshSessionRow(
  db: Database,
  environmentId: string,
  input: SessionTerms & {
    sessionId: string;
    saltHash: Uint8Array;
    generation: number;
    graceSeconds: number;
    idleSeconds: number;
    keyId: string | null;
    /** Who asks, for the audit log: JSON. */
    eventContext: string;
  },
): Promise<RefreshRow | null> {
  const [row] = await db.run<RefreshRow>(REFRESH, [
    db.clockOffsetSeconds(),
    environmentId,
    input.restoreEpoch,
    input.devMode,
    input.sessionId,
    input.saltHash,
    input.generation,
    input.graceSeconds,
    input.idleSeconds,
    input.keyId,
    input.eventContext,
  ]);
  return row ?? null;
}

/** Those of the sessions, each once and with its user, that are usable this moment. One round trip. */
export async function readSessionRows(
  db: Database,
  environmentId: string,
  input: SessionTerms & { sessionIds: readonly string[] },
): Promise<SessionUserRow[]> {
  return db.run<SessionUserRow>(READ, [
    db.clockOffsetSeconds(),
    environmentId,
    input.restoreEpoch,
    input.devMode,
    input.sessionIds,
  ]);
}

export type ListedSessionRow = {
  id: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  user_agent: string | null;
  ip: string | null;
  amr: string[];
};

/** The user's usable sessions, newest first, from below `before` where it is given. */
export async function listSessionRows(
  db: Database,
  environmentId: string,
  input: SessionTerms & { userId: string; before: string | null; limit: number },
): Promise<ListedSessionRow[]> {
  return db.run<ListedSessionRow>(LIST, [
    db.clockOffsetSeconds(),
    environmentId,
    input.restoreEpoch,
    input.devMode,
    input.userId,
    input.before,
    input.limit,
  ]);
}

/** Ends the sessions that fit, and tells of each. Returns their ids. */
export async function revokeSessionRows(
  db: Database,
  environmentId: string,
  input: {
    reason: string;
    sessionId: string | null;
    userId: string | null;
    saltHash: Uint8Array | null;
    /** Who asks, for the audit log: JSON. */
    eventContext: string;
  },
): Promise<string[]> {
  const rows = await db.run<{ id: string }>(REVOKE, [
    db.clockOffsetSeconds(),
    environmentId,
    input.reason,
    input.sessionId,
    input.userId,
    input.saltHash,
    input.eventContext,
  ]);
  return rows.map((row) => row.id);
}

const USER_OF = statement(
  "user_of_session",
  "SELECT user_id FROM sessions WHERE environment_id = $1 AND id = $2::uuid",
);

/** Whose session it is, ended or not. */
export async function readSessionUser(db: Database, environmentId: string, sessionId: string): Promise<string | null> {
  const [row] = await db.run<{ user_id: string }>(USER_OF, [environmentId, sessionId]);
  return row?.user_id ?? null;
}
