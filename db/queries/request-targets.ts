import { CLOCK } from "./statement";

/**
 * Parts of the statement that asks for a code: whom it is for, and their challenge; a new one, or one that is open and gets
 * another message. The parameters of a new one follow those that both have ($1 to $31).
 */

export type OpenTarget = {
  identifierKey: Uint8Array;
  identifierType: "email" | "phone" | "username";
  identifierValue: string;
  purpose: string;
  lane: Uint8Array;
  challengeId: string;
  attemptsMax: number;
  decoy: boolean;
  /** A challenge for somebody unknown becomes a decoy. */
  onlyKnown: boolean;
  scenario: string | null;
  userId: string | null;
  locale: string | null;
  context: string | null;
  metadata: string | null;
  mailboxKey: Uint8Array | null;
  /** The username that was asked for in place of the identifier. */
  username: string | null;
  tenantId: string | null;
};

export const OPEN_TARGET = `target AS MATERIALIZED (
  SELECT $32::bytea AS identifier_key, $33::text AS identifier_type, $34::text AS identifier_value, $35::text AS purpose, $36::bytea AS lane,
    $37::uuid AS challenge_id, $39::boolean OR ($40::boolean AND NOT EXISTS (SELECT FROM identifiers i
      WHERE i.environment_id = $2 AND i.type = $33 AND i.value = $34)) AS decoy, $41::text AS scenario,
    CASE WHEN $36 = '' THEN $46::bytea END AS mailbox_key, CASE WHEN $36 = '' THEN $24::bytea END AS anywhere_key, false AS nowhere
)`;

// A challenge that is over has no target: nothing is counted and no row comes back. One whose message is to go nowhere is
// counted all the same, whatever is known of its recipient.
export const AGAIN_TARGET = `target AS MATERIALIZED (
  SELECT c.identifier_key, c.identifier_type, c.identifier_value, c.purpose, c.lane, c.id AS challenge_id, c.decoy OR $35::boolean AS decoy,
    CASE WHEN NOT $35 THEN c.scenario END AS scenario, $35 AS nowhere,
    CASE WHEN c.lane = '' THEN $33::bytea END AS mailbox_key, CASE WHEN c.lane = '' THEN $24::bytea END AS anywhere_key
  FROM challenges c WHERE c.environment_id = $2 AND c.id = $32::uuid AND c.round = (SELECT w.round FROM identifier_guards w
      WHERE w.environment_id = $2 AND w.identifier_key = c.identifier_key AND w.purpose = c.purpose AND w.lane = '')
    AND c.consumed_at IS NULL AND c.attempts < c.attempts_max AND c.ends_at > ${CLOCK}
)`;

// Who asks without naming a language is written to in their own: that of the user who asks, or has the identifier.
const LOCALE = `coalesce($43::text, (SELECT u.locale FROM users u WHERE u.environment_id = $2 AND u.id = coalesce($42::uuid,
    (SELECT i.user_id FROM identifiers i WHERE i.environment_id = $2 AND i.type = t.identifier_type AND i.value = t.identifier_value))))`;

export const OPEN_CHALLENGE = `challenge AS (
  INSERT INTO challenges (environment_id, id, identifier_key, identifier_type, identifier_value, purpose, lane, round,
    opened_at, ends_at, attempts_max, decoy, scenario, user_id, locale, context, metadata, username, country, tenant_id)
  SELECT $2, t.challenge_id, t.identifier_key, t.identifier_type, t.identifier_value, t.purpose, t.lane, a.round,
    a.at, a.at + make_interval(secs => $8::float8), $38::int, t.decoy, t.scenario, $42::uuid, ${LOCALE}, $44::jsonb, $45::jsonb, $47::text, $22::text, $48::uuid
  FROM target t, charged a RETURNING id, ends_at, decoy, opened_at, locale
)`;

// A challenge ends with its newest code, and 30 minutes after it was opened at the latest. Its guesses stay as they
// are; its language is that of its newest message.
export const AGAIN_CHALLENGE = `challenge AS (
  UPDATE challenges c SET ends_at = least(greatest(c.ends_at, a.at + make_interval(secs => $8::float8)), c.opened_at + interval '30 min'), locale = $34::text,
    metadata = coalesce($36::jsonb, c.metadata)
  FROM charged a WHERE c.environment_id = $2 AND c.id = (SELECT challenge_id FROM target) RETURNING c.id, c.ends_at, c.decoy OR $35 AS decoy, c.opened_at, c.locale
)`;

/** The parameters $32 to $48 of a new challenge. */
export function targetParams(target: OpenTarget): unknown[] {
  return [
    target.identifierKey,
    target.identifierType,
    target.identifierValue,
    target.purpose,
    target.lane,
    target.challengeId,
    target.attemptsMax,
    target.decoy,
    target.onlyKnown,
    target.scenario,
    target.userId,
    target.locale,
    target.context,
    target.metadata,
    target.mailboxKey,
    target.username,
    target.tenantId,
  ];
}
