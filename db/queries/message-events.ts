import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** How much is kept of what is told of one message: whoever has an account of their own signs what they like. */
export const MESSAGE_EVENTS_MAX = 100;

/** Something that a provider tells of a message. */
export type ToldFact = {
  environmentId: string;
  messageId: string;
  /** The provider's name of the fact: told twice, it is kept once. */
  key: string;
  type: "sent" | "delivered" | "bounced" | "complained" | "undeliverable" | "delayed";
  provider: string;
  reason: string | null;
  detail: string | null;
  /** When it happened; null: now. Never before the message was sent, and never later than now. */
  at: Date | null;
  /** The id of the event that tells of it. */
  eventId: string;
  /** How long nothing is sent to the recipient from now on; null: until somebody lifts it. */
  suppress: { reason: "bounced" | "complained"; seconds: number | null } | null;
};

// A message that ended in the Mailbox never left, and mail has no carrier of text messages: nobody can tell anything of
// either. What a message is marked with it is marked with once, and told of once, however many providers say so;
// `undeliverable` has no mark, so it has one name. Statements that run at once may pass the most by one each.
const RECORD = statement(
  "message_event_record",
  `WITH target AS MATERIALIZED (
  SELECT m.id, m.challenge_id, m.channel, m.sent_at, c.identifier_key FROM messages m
    JOIN challenges c ON c.environment_id = $2 AND c.id = m.challenge_id
  WHERE m.environment_id = $2 AND m.id = $3::uuid AND m.provider IS DISTINCT FROM 'mailbox'
    AND starts_with($6::text, 'twilio') = (m.channel IN ('sms', 'voice', 'whatsapp'))
    AND (SELECT count(*) FROM message_events e WHERE e.environment_id = $2 AND e.message_id = m.id) < ${MESSAGE_EVENTS_MAX}
), fresh AS (
  INSERT INTO message_events (environment_id, message_id, event_key, type, provider, reason, detail, at)
  SELECT $2, t.id, CASE $5 WHEN 'undeliverable' THEN 'undeliverable' ELSE $4::text END, $5::text, $6::text, $7::text, $8::text, greatest(t.sent_at, least(coalesce($9::timestamptz, ${CLOCK}), ${CLOCK}))
  FROM target t ON CONFLICT (environment_id, message_id, event_key) DO NOTHING RETURNING at
), marked AS (
  UPDATE messages m SET delivered_at = CASE WHEN $5 = 'delivered' THEN f.at ELSE m.delivered_at END,
    bounced_at = CASE WHEN $5 = 'bounced' THEN f.at ELSE m.bounced_at END,
    complained_at = CASE WHEN $5 = 'complained' THEN f.at ELSE m.complained_at END
  FROM fresh f WHERE m.environment_id = $2 AND m.id = (SELECT id FROM target)
    AND CASE $5 WHEN 'delivered' THEN m.delivered_at IS NULL WHEN 'bounced' THEN m.bounced_at IS NULL WHEN 'complained' THEN m.complained_at IS NULL ELSE false END
  RETURNING m.id
), suppressed AS (
  INSERT INTO suppressions AS s (environment_id, identifier_key, reason, created_at, expires_at)
  SELECT $2, t.identifier_key, $11::text, ${CLOCK}, ${CLOCK} + make_interval(secs => $12::float8) FROM target t, marked WHERE $11::text IS NOT NULL
  ON CONFLICT (environment_id, identifier_key) DO UPDATE SET reason = excluded.reason, created_at = excluded.created_at, expires_at = excluded.expires_at
    WHERE s.expires_at IS NOT NULL OR excluded.expires_at IS NULL
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT $10::uuid, $2, 'event', 'message.' || $5,
    jsonb_strip_nulls(jsonb_build_object('message_id', t.id, 'challenge_id', t.challenge_id, 'channel', t.channel, 'reason', $7::text)),
    jsonb_build_object('actor', 'system'), ${CLOCK}, ${CLOCK}
  FROM target t, fresh f WHERE EXISTS (SELECT FROM marked) OR $5 = 'undeliverable'
)
SELECT EXISTS (SELECT FROM fresh) AS fresh`,
);

/**
 * Writes it down, with what follows from it. False: the message is not of this environment, that was told before, or
 * too much was.
 */
export async function recordMessageEvent(db: Database, fact: ToldFact): Promise<boolean> {
  const [row] = await db.run<{ fresh: boolean }>(RECORD, [
    db.clockOffsetSeconds(),
    fact.environmentId,
    fact.messageId,
    fact.key,
    fact.type,
    fact.provider,
    fact.reason,
    fact.detail,
    fact.at,
    fact.eventId,
    fact.suppress?.reason ?? null,
    fact.suppress?.seconds ?? null,
  ]);
  return row?.fresh ?? false;
}
