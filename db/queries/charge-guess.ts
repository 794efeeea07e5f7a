import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/**
 * Charging a guess. The charge is committed before anything is compared (a rollback can never refund it), and only a
 * charged guess is judged: one at a closed, expired or waiting challenge changes nothing, so nobody can lengthen a wait
 * with guesses that were never looked at. The process derives the codes from the nonces and compares.
 */

export type JudgedMessage = {
  id: string;
  digits: number;
  key_id: number;
  nonce: string;
  live: boolean;
  /** Who took it; `mailbox` where it ended there, null while nobody has. */
  provider: string | null;
  provider_message_id: string | null;
};

export type JudgedChallenge = {
  id: string;
  remaining: number;
  decoy: boolean;
  lane: string;
  identifier_type: "email" | "phone" | "username";
  identifier_value: string;
  channel: string;
  user_id: string | null;
  /** The tenant whose message it is. */
  tenant_id: string | null;
  metadata: Record<string, unknown> | null;
  scenario: string | null;
  /** Newest first. Only the first two are accepted; the others tell an older code from a wrong one. */
  messages: JudgedMessage[];
};

export type ChargeRow = {
  /** Seconds the lane waits, before this guess. Nothing is judged while it is above zero. */
  wait_seconds: number;
  scenario: string | null;
  /** Why nothing was charged, when nothing was. */
  over: "spent" | "ended" | "closed" | "braked" | null;
  judge: JudgedChallenge[] | null;
};

export type ChargeLimits = {
  /** Judged failures that pass without a wait. Every further one lengthens it: 30 s, doubling up to an hour. */
  freeFailures: number;
  /** At this many failures the lane closes until somebody opens it (NIST SP 800-63B-4, 3.2.2). */
  closedAt: number;
  /** Whether the spray brake holds this requester: then nothing of the lane for anybody is judged. */
  braked: boolean;
};

const WAIT = `CASE WHEN g.failures + 1 >= $4::int THEN 'infinity'::timestamptz
      WHEN g.failures + 1 > $3::int THEN ${CLOCK} + least(interval '30 s' * 2 ^ least(g.failures - $3::int, 7), interval '1 h')
      ELSE g.wait_until END`;

// The scenario whose verification always waits never judges, so it never charges either.
const OPEN_NOW = `c.consumed_at IS NULL AND c.attempts < c.attempts_max AND c.ends_at > ${CLOCK} AND c.scenario IS DISTINCT FROM 'locked'`;

// All that is picked is of one identifier, purpose and lane.
const KEY = "(SELECT identifier_key FROM picked LIMIT 1)";
const PURPOSE = "(SELECT purpose FROM picked LIMIT 1)";
const LANE = "(SELECT lane FROM picked LIMIT 1)";

/** What is charged: `which` names it by the key that its index begins with. */
const tail = (which: string) => `charged AS (
  UPDATE challenges c SET attempts = c.attempts + 1 FROM picked p, guard g
  WHERE c.environment_id = $2 AND c.identifier_key = ${KEY} AND c.purpose = ${PURPOSE} AND c.lane = ${LANE} AND ${which} AND g.wait_until <= ${CLOCK} AND ${OPEN_NOW}
    AND NOT ($7::boolean AND c.lane = '')
    AND c.round = CASE WHEN g.lane = '' THEN g.round ELSE (SELECT w.round FROM whole w) END
  RETURNING c.*
), counted AS (
  UPDATE identifier_guards g SET failures = g.failures + 1, wait_until = ${WAIT}
  FROM guard h WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = ${LANE}
    AND EXISTS (SELECT FROM charged WHERE scenario IS DISTINCT FROM 'wrong')
), noted AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT $5::uuid, $2, 'event', 'otp.failed', jsonb_build_object('challenge_id', c.id, 'attempts_remaining', c.attempts_max - c.attempts, 'purpose', c.purpose),
    $6::jsonb, ${CLOCK}, ${CLOCK} + interval '2 s'
  FROM (SELECT * FROM charged ORDER BY opened_at DESC LIMIT 1) c
)
SELECT extract(epoch FROM greatest(least(g.wait_until, ${CLOCK} + interval '1 day'), ${CLOCK}) - ${CLOCK})::float8 AS wait_seconds,
  p.scenario,
  CASE WHEN EXISTS (SELECT FROM charged) THEN NULL WHEN $7::boolean AND p.lane = '' THEN 'braked' WHEN p.attempts >= p.attempts_max THEN 'spent' WHEN p.ends_at <= ${CLOCK} THEN 'ended' ELSE 'closed' END AS over,
  (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'remaining', c.attempts_max - c.attempts, 'decoy', c.decoy, 'lane', encode(c.lane, 'hex'),
     'identifier_type', c.identifier_type, 'identifier_value', c.identifier_value, 'user_id', c.user_id, 'tenant_id', c.tenant_id, 'metadata', c.metadata, 'scenario', c.scenario,
     'channel', (SELECT m.channel FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id ORDER BY m.sent_at DESC LIMIT 1),
     'messages', (SELECT coalesce(jsonb_agg(m ORDER BY m.sent_at DESC), '[]') FROM (
        SELECT m.id, m.digits, m.key_id, encode(m.nonce, 'hex') AS nonce, m.expires_at > ${CLOCK} AS live, m.provider, m.provider_message_id, m.sent_at
        FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id ORDER BY m.sent_at DESC LIMIT 4) m)) ORDER BY c.opened_at DESC)
   FROM charged c) AS judge
FROM guard g, (SELECT * FROM picked ORDER BY opened_at DESC LIMIT 1) p`;

const WHOLE = `whole AS MATERIALIZED (
  SELECT g.round FROM identifier_guards g
  WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = ''
)`;

const GUARD = `guard AS MATERIALIZED (
  SELECT g.* FROM identifier_guards g, (SELECT lane FROM picked LIMIT 1) p
  WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = p.lane
  FOR NO KEY UPDATE OF g
)`;

// Which challenges a guess is for is read without a lock, from columns that never change; whether they are open is
// judged again under the guard's lock.
const BY_ID = statement(
  "charge_by_id",
  `WITH picked AS MATERIALIZED (
  SELECT c.* FROM challenges c WHERE c.environment_id = $2 AND c.id = $8::uuid AND c.purpose = $9::text
    AND c.user_id IS NOT DISTINCT FROM $10::uuid
), ${WHOLE}, ${GUARD}, ${tail("c.id = $8::uuid AND c.id = p.id")}`,
);

// Whoever names only the identifier is anybody: while the lane for anybody has a challenge that has not ended, be its
// guesses spent or not, a guess never touches the challenge of a known device. Only where there is none does it reach one.
const BY_IDENTIFIER = statement(
  "charge_by_identifier",
  `WITH lane AS MATERIALIZED (
  SELECT c.lane FROM challenges c WHERE c.environment_id = $2 AND c.identifier_key = $8::bytea AND c.purpose = $9::text
    AND c.consumed_at IS NULL AND c.ends_at > ${CLOCK} AND c.round = (SELECT w.round FROM identifier_guards w
      WHERE w.environment_id = $2 AND w.identifier_key = $8 AND w.purpose = $9 AND w.lane = '')
  ORDER BY c.lane = '' DESC, c.opened_at DESC LIMIT 1
), picked AS MATERIALIZED (
  SELECT c.* FROM challenges c WHERE c.environment_id = $2 AND c.identifier_key = $8 AND c.purpose = $9
    AND c.lane = coalesce((SELECT lane FROM lane), ''::bytea)
  ORDER BY c.consumed_at IS NULL AND c.attempts < c.attempts_max AND c.ends_at > ${CLOCK} DESC, c.opened_at DESC LIMIT 2
), ${WHOLE}, ${GUARD}, ${tail("c.id = p.id")}`,
);

/**
 * Charges a guess at that challenge alone. `judgementId` becomes the event's id. No row: no such challenge in this
 * environment, for this purpose and this user.
 */
export async function chargeByChallenge(
  db: Database,
  environmentId: string,
  input: {
    challengeId: string;
    purpose: string;
    /** The signed-in user who must have asked for it; null for a challenge that nobody signed in asked for. */
    userId: string | null;
    judgementId: string;
    /** Who guesses, for the audit log: JSON. */
    eventContext: string;
    limits: ChargeLimits;
  },
): Promise<ChargeRow | null> {
  const { limits } = input;
  const [row] = await db.run<ChargeRow>(BY_ID, [
    db.clockOffsetSeconds(),
    environmentId,
    limits.freeFailures,
    limits.closedAt,
    input.judgementId,
    input.eventContext,
    limits.braked,
    input.challengeId,
    input.purpose,
    input.userId,
  ]);
  return row ?? null;
}

/** Charges one guess at the newest two open challenges of an identifier, of one lane. It counts once. */
export async function chargeByIdentifier(
  db: Database,
  environmentId: string,
  input: {
    identifierKey: Uint8Array;
    purpose: string;
    judgementId: string;
    eventContext: string;
    limits: ChargeLimits;
  },
): Promise<ChargeRow | null> {
  const { limits } = input;
  const [row] = await db.run<ChargeRow>(BY_IDENTIFIER, [
    db.clockOffsetSeconds(),
    environmentId,
    limits.freeFailures,
    limits.closedAt,
    input.judgementId,
    input.eventContext,
    limits.braked,
    input.identifierKey,
    input.purpose,
  ]);
  return row ?? null;
}
