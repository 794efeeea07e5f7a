import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { challenges } from "../schema";
import { MESSAGE_EVENTS_MAX } from "./message-events";
import { CLOCK, clockSql, statement } from "./statement";

/** How an attempt stands, derived from its times and counts. */
export type VerificationState = "verified" | "waiting" | "wrong" | "locked" | "expired";

/** How far the newest message of an attempt has come. */
export type DeliveryState =
  | "waiting"
  | "accepted"
  | "delivered"
  | "undeliverable"
  | "bounced"
  | "complained"
  | "failed"
  | "in_mailbox";

export type VerificationPageRow = {
  id: string;
  type: "email" | "phone" | "username";
  value: string;
  username: string | null;
  tenant_id: string | null;
  purpose: string;
  state: VerificationState;
  /** For somebody who may not sign in here: nothing was sent. */
  unknown: boolean;
  attempts: number;
  attempts_max: number;
  opened_at: Date;
  ends_at: Date;
  consumed_at: Date | null;
  channel: string | null;
  provider: string | null;
  locale: string | null;
  template_version: number | null;
  delivery: DeliveryState | null;
};

const STATE = `CASE WHEN c.consumed_at IS NOT NULL THEN 'verified' WHEN c.attempts >= c.attempts_max THEN 'locked' WHEN c.ends_at <= ${CLOCK} THEN 'expired'
  WHEN c.attempts > 0 THEN 'wrong' ELSE 'waiting' END`;

/** What a test recipient's wrong codes are marked with is no stranger. */
const UNKNOWN = "c.decoy AND c.scenario IS NULL";

const DELIVERY = `CASE WHEN m.provider = 'mailbox' AND m.bounced_at IS NULL THEN 'in_mailbox' WHEN m.complained_at IS NOT NULL THEN 'complained'
  WHEN m.bounced_at IS NOT NULL THEN 'bounced' WHEN m.delivered_at IS NOT NULL THEN 'delivered'
  WHEN EXISTS (SELECT FROM message_events e WHERE e.environment_id = $2 AND e.message_id = m.id AND e.type = 'undeliverable') THEN 'undeliverable'
  WHEN m.accepted_at IS NOT NULL THEN 'accepted' WHEN m.failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END`;

const COLUMNS = `c.id, c.identifier_type AS type, c.identifier_value AS value, c.username, c.tenant_id, c.purpose, ${STATE} AS state, ${UNKNOWN} AS unknown,
  c.attempts, c.attempts_max, c.opened_at, c.ends_at, c.consumed_at`;

const NEWEST = `LEFT JOIN LATERAL (
  SELECT m.channel, m.provider, m.locale, m.template_version, ${DELIVERY} AS delivery FROM messages m
  WHERE m.environment_id = $2 AND m.challenge_id = c.id ORDER BY m.sent_at DESC LIMIT 1) m ON true`;

const FIRST_ID = "'00000000-0000-0000-0000-000000000000'::uuid";
const LAST_ID = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";
const WITHIN = `c.environment_id = $2 AND c.id < coalesce($3::uuid, ${LAST_ID}) AND c.id >= coalesce($4::uuid, ${FIRST_ID})`;

// Who asked is told by the event of the same moment: one look at the audit log's index for each row that is looked at.
const FILTER = `($6::text IS NULL OR ${STATE} = $6)
  AND ($7::text IS NULL OR EXISTS (SELECT FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id AND m.channel = $7))
  AND ($8::int IS NULL OR EXISTS (SELECT FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id AND m.template_version = $8))
  AND ($9::text IS NULL OR EXISTS (SELECT FROM audit_log a WHERE a.environment_id = $2 AND a.type = 'otp.requested'
    AND a.at >= date_trunc('milliseconds', c.opened_at) AND a.at < date_trunc('milliseconds', c.opened_at) + interval '1 ms'
    AND a.context->>'actor' = $9 AND a.data->>'challenge_id' = c.id::text))`;

const page = (
  recipient: string,
  order = "c.id DESC",
) => `SELECT ${COLUMNS}, m.channel, m.provider, m.locale, m.template_version, m.delivery
FROM (SELECT * FROM challenges c WHERE ${WITHIN} ${recipient} AND ${FILTER} ORDER BY ${order} LIMIT $5::int) c ${NEWEST} ORDER BY c.id DESC`;

const LIST = statement("verification_page", page(""));
// In the order of its index.
const LIST_OF_COUNTRY = statement(
  "verification_page_of_country",
  page("AND c.country = $10::text", "c.id DESC NULLS LAST"),
);
const LIST_OF_RECIPIENT = statement(
  "verification_page_of_recipient",
  page("AND c.identifier_key = $10::bytea AND ($11::text IS NULL OR c.country = $11)"),
);

const SCANNED = statement(
  "verification_page_scanned",
  `SELECT c.id FROM challenges c WHERE $1::float8 IS NOT NULL AND ${WITHIN} ORDER BY c.id DESC OFFSET $5::int LIMIT 1`,
);

export type VerificationFilter = {
  state: string | null;
  channel: string | null;
  templateVersion: number | null;
  /** Who asked for the first code, as records name them. */
  actor: string | null;
  /** Of a phone number: ISO 3166-1 alpha-2. */
  country: string | null;
  identifierKey: Uint8Array | null;
};

/** Where a page begins and ends: ids, which begin with the time. Null: no end. */
export type VerificationSpan = { before: string | null; from: string | null };

/** The last of the `scan` attempts of that span; null where there are no more than those. */
export async function lastScannedVerification(
  db: Database,
  environmentId: string,
  { before, from }: VerificationSpan,
  scan: number,
): Promise<string | null> {
  const params = [db.clockOffsetSeconds(), environmentId, before, from, scan - 1];
  const [row] = await db.run<{ id: string }>(SCANNED, params);
  return row?.id ?? null;
}

/** Attempts of an environment, newest first, each with its newest message. */
export async function listVerificationRows(
  db: Database,
  environmentId: string,
  { before, from, limit, ...filter }: VerificationSpan & VerificationFilter & { limit: number },
): Promise<VerificationPageRow[]> {
  const params = [
    db.clockOffsetSeconds(),
    environmentId,
    before,
    from,
    limit,
    filter.state,
    filter.channel,
    filter.templateVersion,
    filter.actor,
  ];
  const { country, identifierKey } = filter;
  if (identifierKey !== null) return db.run(LIST_OF_RECIPIENT, [...params, identifierKey, country]);
  return country === null ? db.run(LIST, params) : db.run(LIST_OF_COUNTRY, [...params, country]);
}

// From one country to the next by the index of them, however many attempts each has.
const SEEN_COUNTRIES = statement(
  "verification_countries",
  `WITH RECURSIVE seen AS (
  (SELECT country FROM challenges WHERE environment_id = $1 AND country IS NOT NULL ORDER BY country LIMIT 1)
  UNION ALL
  SELECT (SELECT c.country FROM challenges c WHERE c.environment_id = $1 AND c.country > s.country ORDER BY c.country LIMIT 1)
  FROM seen s WHERE s.country IS NOT NULL
) SELECT country FROM seen WHERE country IS NOT NULL`,
);

/** The countries of the numbers that attempts of an environment were for, in the order of their letters. */
export async function readSeenCountries(db: Database, environmentId: string): Promise<string[]> {
  const rows = await db.run<{ country: string }>(SEEN_COUNTRIES, [environmentId]);
  return rows.map(({ country }) => country);
}

/** A message of an attempt, with what its providers told of it. */
export type MessageJson = {
  id: string;
  channel: string;
  provider: string | null;
  provider_message_id: string | null;
  locale: string | null;
  template_version: number | null;
  sent_at: string;
  expires_at: string;
  accepted_at: string | null;
  failed_at: string | null;
  delivered_at: string | null;
  bounced_at: string | null;
  complained_at: string | null;
  segments: number | null;
  cost_micros: number | null;
  delivery: DeliveryState;
  events: MessageEventJson[];
};

export type MessageEventJson = {
  key: string;
  type: string;
  provider: string;
  reason: string | null;
  detail: string | null;
  at: string;
};

export type WholeVerificationRow = VerificationPageRow & {
  identifier_key: Uint8Array;
  context: { user_agent?: string | null; location?: string | null } | null;
  suppressed_reason: string | null;
  suppressed_at: Date | null;
  suppressed_until: Date | null;
  /** Oldest first. */
  messages: MessageJson[];
};

const READ = statement(
  "verification_read",
  `SELECT ${COLUMNS}, c.identifier_key, c.context, m.channel, m.provider, m.locale, m.template_version, m.delivery,
  s.reason AS suppressed_reason, s.created_at AS suppressed_at, s.expires_at AS suppressed_until,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'channel', m.channel, 'provider', m.provider, 'provider_message_id', m.provider_message_id,
      'locale', m.locale, 'template_version', m.template_version, 'sent_at', m.sent_at, 'expires_at', m.expires_at, 'accepted_at', m.accepted_at,
      'failed_at', m.failed_at, 'delivered_at', m.delivered_at, 'bounced_at', m.bounced_at, 'complained_at', m.complained_at,
      'segments', m.segments, 'cost_micros', m.cost_micros, 'delivery', ${DELIVERY},
      'events', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', e.event_key, 'type', e.type, 'provider', e.provider, 'reason', e.reason,
          'detail', e.detail, 'at', e.at) ORDER BY e.at, e.event_key), '[]'::jsonb)
        FROM (SELECT * FROM message_events WHERE environment_id = $2 AND message_id = m.id ORDER BY at, event_key LIMIT ${MESSAGE_EVENTS_MAX}) e)) ORDER BY m.sent_at, m.id), '[]'::jsonb)
    FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id) AS messages
FROM challenges c ${NEWEST}
  LEFT JOIN suppressions s ON s.environment_id = $2 AND s.identifier_key = c.identifier_key AND (s.expires_at IS NULL OR s.expires_at > ${CLOCK})
WHERE c.environment_id = $2 AND c.id = $3::uuid`,
);

/** One attempt with its messages and all that is known of them; null for one that is not of this environment. */
export async function readVerificationRow(
  db: Database,
  environmentId: string,
  id: string,
): Promise<WholeVerificationRow | null> {
  const [row] = await db.run<WholeVerificationRow>(READ, [db.clockOffsetSeconds(), environmentId, id]);
  return row ?? null;
}

const NEIGHBOURS = statement(
  "verification_neighbours",
  `SELECT (SELECT id FROM challenges WHERE environment_id = $1 AND id > $2::uuid ORDER BY id LIMIT 1) AS newer,
  (SELECT id FROM challenges WHERE environment_id = $1 AND id < $2::uuid ORDER BY id DESC LIMIT 1) AS older`,
);

/** The attempts before and after one. */
export async function readVerificationNeighbours(
  db: Database,
  environmentId: string,
  id: string,
): Promise<{ newer: string | null; older: string | null }> {
  const [row] = await db.run<{ newer: string | null; older: string | null }>(NEIGHBOURS, [environmentId, id]);
  return row ?? { newer: null, older: null };
}

/** Ends an attempt that goes on, now. False: there is none, or it is over. */
export async function cancelChallenge(
  tx: Orm,
  environmentId: string,
  id: string,
  clockOffsetSeconds: number,
): Promise<boolean> {
  const now = clockSql(clockOffsetSeconds);
  const open = [isNull(challenges.consumedAt), lt(challenges.attempts, challenges.attemptsMax)];
  const ended = await tx
    .update(challenges)
    .set({ endsAt: now })
    .where(and(eq(challenges.environmentId, environmentId), eq(challenges.id, id), gt(challenges.endsAt, now), ...open))
    .returning({ id: challenges.id });
  return ended.length > 0;
}
