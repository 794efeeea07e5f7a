import type { Database } from "../client";
import {
  aliveSql,
  CLOCK,
  type IdentifierJson,
  identifiersJson,
  statement,
  USER_JSON,
  type UserJson,
} from "./statement";

/**
 * Meeting a challenge: only a right guess comes here. One row back, with `won`, means that this caller won: the round of
 * the guard has moved on, which ends this challenge and all its siblings at once. Key and environment are looked at
 * afresh, because a cache may not know in time.
 */

export type ConsumeRow = {
  alive: boolean;
  won: boolean;
  /** The user exists and is blocked: nothing was consumed. */
  blocked: boolean;
};

export type SessionRow = ConsumeRow & {
  is_new_user: boolean;
  user_json: UserJson | null;
  identifiers_json: IdentifierJson[] | null;
  created_at: Date | null;
};

const KEY = "(SELECT identifier_key FROM target)";
const PURPOSE = "(SELECT purpose FROM target)";
const LANE = "(SELECT lane FROM target)";

const TARGET = `target AS MATERIALIZED (
  SELECT c.* FROM challenges c WHERE c.environment_id = $2 AND c.id = $3::uuid
), alive AS MATERIALIZED (${aliveSql("$4")}
), owner AS MATERIALIZED (
  SELECT i.user_id, (SELECT u.blocked_at FROM users u WHERE u.environment_id = $2 AND u.id = i.user_id) AS blocked_at FROM identifiers i
  WHERE i.environment_id = $2 AND i.type = (SELECT identifier_type FROM target) AND i.value = (SELECT identifier_value FROM target)
), lane AS MATERIALIZED (
  SELECT g.lane FROM identifier_guards g
  WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = ${LANE} FOR NO KEY UPDATE OF g
)`;

// The lane's own row is locked first, then the row of the lane for anybody: the order of everything that takes both.
const WON = `won AS (
  UPDATE identifier_guards g SET round = g.round + 1, last_message_id = g.last_message_id,
    failures = CASE WHEN t.lane = '' THEN 0 ELSE g.failures END,
    wait_until = CASE WHEN t.lane = '' THEN '-infinity' ELSE g.wait_until END,
    succeeded_at = CASE WHEN t.lane = '' THEN ${CLOCK} ELSE g.succeeded_at END
  FROM target t, lane
  WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = ''
    AND g.round = t.round AND NOT t.decoy AND t.ends_at > ${CLOCK} AND EXISTS (SELECT FROM alive)
    AND NOT EXISTS (SELECT FROM owner WHERE blocked_at IS NOT NULL)
  RETURNING t.id
), cleared AS (
  UPDATE identifier_guards g SET failures = 0, wait_until = '-infinity', succeeded_at = ${CLOCK}
  FROM won WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = ${LANE} AND g.lane <> ''
), consumed AS (
  UPDATE challenges c SET consumed_at = ${CLOCK} FROM won WHERE c.environment_id = $2 AND c.id = $3
), told AS (
  INSERT INTO outbox AS o (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT $5::uuid, $2, 'event', 'otp.verified', jsonb_build_object('challenge_id', t.id, 'purpose', t.purpose, 'channel', $7::text,
    'seconds', round(extract(epoch FROM ${CLOCK} - t.opened_at)::numeric, 1)), $6::jsonb, ${CLOCK}, ${CLOCK} FROM target t, won
  ON CONFLICT (id) DO UPDATE SET type = excluded.type, data = excluded.data, due_at = excluded.due_at
)`;

const VERDICT = `EXISTS (SELECT FROM alive) AS alive, EXISTS (SELECT FROM won) AS won,
  EXISTS (SELECT FROM owner WHERE blocked_at IS NOT NULL) AS blocked`;

const CONSUME = statement("consume_challenge", `WITH ${TARGET}, ${WON} SELECT ${VERDICT}`);

const OPEN_SESSION = statement(
  "consume_open_session",
  `WITH ${TARGET}, ${WON}, new_user AS (
  INSERT INTO users AS u (environment_id, id, locale, created_by, created_at, updated_at)
  SELECT $2, $8::uuid, t.locale, $10::text, ${CLOCK}, ${CLOCK} FROM target t, won WHERE $21::boolean AND NOT EXISTS (SELECT FROM owner)
  RETURNING u.id, ${USER_JSON} AS user_json
), new_identifier AS (
  INSERT INTO identifiers AS i (environment_id, id, user_id, type, value, verified_at, created_at)
  SELECT $2, $9::uuid, n.id, t.identifier_type, t.identifier_value, ${CLOCK}, ${CLOCK} FROM target t, new_user n
  RETURNING jsonb_build_array(jsonb_build_object('id', i.id, 'type', i.type, 'value', i.value, 'verified_at', i.verified_at)) AS identifiers_json
), holder AS (
  SELECT user_id AS id FROM owner UNION ALL SELECT id FROM new_user
), opened AS (
  INSERT INTO sessions (environment_id, id, user_id, challenge_id, device_id, identifier_key, salt_hash, restore_epoch, dev_mode, amr, user_agent, ip,
    created_at, rotated_at, idle_expires_at, absolute_expires_at)
  SELECT $2, $11::uuid, h.id, won.id, $12::bytea, t.identifier_key, $13::bytea, $14::int, $15::boolean, $16::text[], $17::text, $18::text, n.at, n.at,
    n.at + make_interval(secs => $19::float8), n.at + make_interval(secs => $20::float8)
  FROM won, target t, holder h, (SELECT ${CLOCK} AS at OFFSET 0) n RETURNING created_at
), crowded AS (
  UPDATE sessions s SET revoked_at = o.created_at, revoked_reason = 'too_many' FROM opened o
  WHERE s.environment_id = $2 AND s.id = ANY (ARRAY(SELECT p.id FROM sessions p WHERE $22::int IS NOT NULL AND p.environment_id = $2
    AND p.user_id = (SELECT user_id FROM owner) AND p.revoked_at IS NULL AND p.idle_expires_at > ${CLOCK} AND p.absolute_expires_at > ${CLOCK}
    ORDER BY p.rotated_at DESC OFFSET $22::int - 1)) RETURNING s.id, s.user_id
), ended AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'user.logged_out', jsonb_build_object('session_id', c.id, 'user_id', c.user_id), $6::jsonb, o.created_at, o.created_at
  FROM crowded c, opened o
), events AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', e.type, jsonb_build_object('user_id', h.id, 'session_id', $11::uuid, 'amr', to_jsonb($16::text[])), $6::jsonb, o.created_at, o.created_at
  FROM opened o, holder h, (SELECT 'user.logged_in' AS type UNION ALL SELECT 'user.created' FROM new_user) e
)
SELECT ${VERDICT}, EXISTS (SELECT FROM new_user) AS is_new_user, (SELECT created_at FROM opened) AS created_at,
  coalesce((SELECT user_json FROM new_user), (SELECT ${USER_JSON} FROM users u WHERE u.environment_id = $2 AND u.id = (SELECT user_id FROM owner))) AS user_json,
  coalesce((SELECT identifiers_json FROM new_identifier), (SELECT ${identifiersJson("$2", "owner.user_id")} FROM owner)) AS identifiers_json`,
);

export type ConsumeInput = {
  challengeId: string;
  /** The API key that asked, looked at afresh; null where none is involved. */
  keyId: string | null;
  judgementId: string;
  /** Who asks, for the audit log: JSON. */
  eventContext: string;
  /** How the code travelled. */
  channel: string;
};

/** Meets a challenge whose purpose opens no session. */
export async function consumeChallenge(db: Database, environmentId: string, input: ConsumeInput): Promise<ConsumeRow> {
  const [row] = await db.run<ConsumeRow>(CONSUME, [
    db.clockOffsetSeconds(),
    environmentId,
    input.challengeId,
    input.keyId,
    input.judgementId,
    input.eventContext,
    input.channel,
  ]);
  return row ?? { alive: false, won: false, blocked: false };
}

/** Meets a challenge and opens the session, with user and identifier where they are new. One round trip. */
export async function consumeAndOpenSession(
  db: Database,
  environmentId: string,
  input: ConsumeInput & {
    /** Whether somebody unknown becomes a user; where not, they get no session. */
    mayCreateUser: boolean;
    newUserId: string;
    newIdentifierId: string;
    createdBy: string;
    sessionId: string;
    deviceId: Uint8Array;
    saltHash: Uint8Array;
    restoreEpoch: number;
    devMode: boolean;
    amr: readonly string[];
    userAgent: string | null;
    ip: string | null;
    idleSeconds: number;
    absoluteSeconds: number;
    /** How many sessions a user may have: the ones that were used longest ago end. Null: as many as they like. */
    maxPerUser: number | null;
  },
): Promise<SessionRow | null> {
  const [row] = await db.run<SessionRow>(OPEN_SESSION, [
    db.clockOffsetSeconds(),
    environmentId,
    input.challengeId,
    input.keyId,
    input.judgementId,
    input.eventContext,
    input.channel,
    input.newUserId,
    input.newIdentifierId,
    input.createdBy,
    input.sessionId,
    input.deviceId,
    input.saltHash,
    input.restoreEpoch,
    input.devMode,
    input.amr,
    input.userAgent,
    input.ip,
    input.idleSeconds,
    input.absoluteSeconds,
    input.mayCreateUser,
    input.maxPerUser,
  ]);
  return row ?? null;
}
