import type { Database } from "../client";
import { COUNTED_MAILBOX, FULL_MAILBOX, MAILBOX_SECONDS } from "./mailbox-guards";
import { chargeQuota, PICKED, QUOTA, type SlotMode } from "./quota-slots";
import {
  AGAIN_CHALLENGE,
  AGAIN_TARGET,
  OPEN_CHALLENGE,
  OPEN_TARGET,
  type OpenTarget,
  targetParams,
} from "./request-targets";
import { PHONE, type PhoneCost, phoneParams } from "./sms-guards";
import { CLOCK, statement } from "./statement";

/**
 * Asking for a code: guard, quota slot, challenge, message and what has to happen next, in one statement, so that a
 * crash leaves either all of it or nothing. Lock order, here and everywhere: the guard of the lane, the guard of the
 * lane for anybody, the mailbox's guard here, its guard over all environments, a slot of the day, one of the month, what
 * the day has cost, the challenge, the counts of a number's prefixes. Never back.
 */

export type NewMessage = {
  id: string;
  channel: string;
  lifetimeSeconds: number;
  digits: number;
  keyId: number;
  nonce: Uint8Array;
};

/** In which language a message is written, and by which version of a template; 0 is the built-in design. */
export type Written = { locale: string | null; templateVersion: number | null };

/** How the message leaves: into the Mailbox, with the statement itself, or from the outbox, by whoever holds the lease. */
export type Dispatch =
  | { to: "mailbox"; recipient: string; contentEncrypted: Uint8Array; delaySeconds: number; written: Written }
  | { to: "outbox"; outboxId: string; leaseSeconds: number }
  | { to: "nowhere" };

export type SendLimits = {
  perLane: number;
  overAllLanes: number;
  windowSeconds: number;
  cooldownSeconds: number;
  /** Whose quota counts, and which of its spans are metered in slots. */
  quota: { customerId: string; daily: boolean; monthly: boolean };
  /** Codes an hour that the lane for anybody may send to one mailbox, within the environment and over all of them. */
  mailbox: { here: number; anywhere: number };
};

export type RequestRow = {
  suppressed: boolean;
  admitted: boolean;
  charged: boolean;
  decoy: boolean | null;
  /** The language that was asked for, else the user's own; null where neither is known. */
  locale: string | null;
  ends_at: Date | null;
  message_expires_at: Date | null;
  sent_at: Date | null;
  wait_seconds: number | null;
  hour_seconds: number | null;
  cooldown_seconds: number | null;
  mailbox_seconds: number | null;
  /** Codes of the customer's day and month, this one not yet counted; null where nothing is metered. */
  day_used: number | null;
  month_used: number | null;
  /** One of the quotas was used up before: nothing was counted. */
  quota_spent: boolean;
  /** Too few codes to numbers that begin like this one were entered: nothing was counted. */
  paused: boolean;
  /** The day has no room for what this message costs. */
  overspent: boolean;
};

const WINDOW = "make_interval(secs => $6::float8)";
const COOLDOWN = "make_interval(secs => $7::float8)";
const KEY = "(SELECT identifier_key FROM target)";
const PURPOSE = "(SELECT purpose FROM target)";

function requestText(target: string, challenge: string, mode: SlotMode): string {
  return `WITH ${target}, refused AS MATERIALIZED (
  SELECT FROM suppressions s WHERE s.environment_id = $2 AND s.identifier_key = ${KEY} AND NOT (SELECT nowhere FROM target) AND (s.expires_at IS NULL OR s.expires_at > ${CLOCK})
), whole AS MATERIALIZED (
  SELECT g.sends_all FROM identifier_guards g
  WHERE g.environment_id = $2 AND g.identifier_key = ${KEY} AND g.purpose = ${PURPOSE} AND g.lane = '' AND (SELECT lane FROM target) <> ''
), ${FULL_MAILBOX}, ${QUOTA}, ${PHONE.refused}, guard AS (
  INSERT INTO identifier_guards AS g (environment_id, identifier_key, purpose, lane, sends, sends_all, last_message_id)
  SELECT $2, t.identifier_key, t.purpose, t.lane, ARRAY[${CLOCK}],
    CASE WHEN t.lane = '' THEN ARRAY[${CLOCK}] ELSE '{}'::timestamptz[] END, $3::uuid
  FROM target t WHERE NOT EXISTS (SELECT FROM refused) AND NOT EXISTS (SELECT FROM full_mailbox) AND NOT (SELECT spent FROM quota) AND ${PHONE.passes}
  ON CONFLICT (environment_id, identifier_key, purpose, lane) DO UPDATE
  SET (sends, sends_all, last_message_id) = (
    SELECT CASE WHEN d.ok THEN array_prepend(d.at, g.sends[1:$4::int - 1]) ELSE g.sends END,
           CASE WHEN d.ok AND g.lane = '' THEN array_prepend(d.at, g.sends_all[1:$5::int - 1]) ELSE g.sends_all END,
           CASE WHEN d.ok THEN excluded.last_message_id ELSE g.last_message_id END
    FROM (SELECT t.at, g.last_message_id <> excluded.last_message_id AND g.wait_until <= t.at
                   AND (coalesce(g.sends[1] <= t.at - ${COOLDOWN}, true) OR g.succeeded_at >= g.sends[1])
                   AND coalesce(g.sends[$4::int] <= t.at - ${WINDOW}, true)
                   AND coalesce(CASE WHEN g.lane = '' THEN g.sends_all[$5::int] ELSE (SELECT w.sends_all[$5::int] FROM whole w) END
                     <= t.at - ${WINDOW}, true) AS ok
          FROM (SELECT ${CLOCK} AS at OFFSET 0) t OFFSET 0) d)
  RETURNING g.lane, g.sends, g.sends_all, g.wait_until, g.succeeded_at, g.round, g.last_message_id = $3::uuid AS admitted
), counted AS (
  INSERT INTO identifier_guards AS g (environment_id, identifier_key, purpose, lane, sends, sends_all, last_message_id)
  SELECT $2, t.identifier_key, t.purpose, '', '{}', guard.sends[1:1], $3::uuid FROM target t, guard WHERE guard.admitted AND guard.lane <> ''
  ON CONFLICT (environment_id, identifier_key, purpose, lane) DO UPDATE
  SET (sends_all, last_message_id) = (
    SELECT CASE WHEN d.ok THEN array_prepend(d.at, g.sends_all[1:$5::int - 1]) ELSE g.sends_all END,
           CASE WHEN d.ok THEN excluded.last_message_id ELSE g.last_message_id END
    FROM (SELECT t.at, g.last_message_id <> excluded.last_message_id AND coalesce(g.sends_all[$5::int] <= t.at - ${WINDOW}, true) AS ok
          FROM (SELECT ${CLOCK} AS at OFFSET 0) t OFFSET 0) d)
  RETURNING g.sends_all, g.round, g.last_message_id = $3::uuid AS admitted
), passed AS (
  SELECT guard.sends[1] AS at, coalesce(counted.round, guard.round) AS round
  FROM guard LEFT JOIN counted ON true WHERE guard.admitted AND (guard.lane = '' OR counted.admitted)
), ${COUNTED_MAILBOX}, admitted AS (
  SELECT p.at, p.round FROM passed p LEFT JOIN mailbox ON true LEFT JOIN anywhere ON true
  WHERE (SELECT mailbox_key FROM target) IS NULL OR mailbox.admitted AND (anywhere.admitted OR (SELECT anywhere_key FROM target) IS NULL)
), ${chargeQuota(mode, { take: PHONE.spend, isTaken: PHONE.isSpent })}, charged AS (
  SELECT a.at, a.round FROM admitted a WHERE (NOT $9::boolean OR EXISTS (SELECT FROM day_taken)) AND (NOT $20::boolean OR EXISTS (SELECT FROM month_taken)) AND ${PHONE.isSpent}
), ${challenge}, ${PHONE.counted}, message AS (
  INSERT INTO messages (environment_id, id, challenge_id, channel, digits, key_id, nonce, sent_at, expires_at, provider, accepted_at, segments, cost_micros, locale, template_version)
  SELECT $2, $3::uuid, c.id, $11::text, $12::int, $13::int, $14::bytea, a.at, least(a.at + make_interval(secs => $8::float8), c.ends_at),
    CASE WHEN $15::text = 'mailbox' THEN 'mailbox' END, CASE WHEN $15::text = 'mailbox' THEN a.at END, ${PHONE.kept}, $30::text, $31::int
  FROM challenge c, charged a RETURNING id, expires_at
), mailed AS (
  INSERT INTO mailbox_messages (environment_id, id, recipient, channel, content_encrypted, created_at, visible_at)
  SELECT $2, $3::uuid, t.identifier_value, $11::text, $17::bytea, a.at, a.at + make_interval(secs => $18::float8)
  FROM target t, challenge c, charged a WHERE $15::text = 'mailbox' AND (NOT c.decoy OR t.scenario = 'wrong')
), queued AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
  SELECT $16::uuid, $2, 'message', $11::text, jsonb_build_object('message_id', $3::uuid), a.at, a.at + make_interval(secs => $18::float8)
  FROM challenge c, charged a WHERE $15::text = 'outbox' AND NOT c.decoy
), bounces AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'bounce', 'message.bounced', jsonb_build_object('message_id', $3::uuid, 'identifier_key', encode(t.identifier_key, 'hex')),
    a.at, a.at + interval '2 s'
  FROM target t, charged a WHERE t.scenario = 'bounced'
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'otp.requested',
    jsonb_strip_nulls(jsonb_build_object('challenge_id', c.id, 'message_id', $3::uuid, 'channel', $11::text, 'purpose', t.purpose, 'country', $22::text)),
    $21::jsonb, a.at, a.at
  FROM target t, challenge c, charged a
)
SELECT EXISTS (SELECT FROM refused) AS suppressed, EXISTS (SELECT FROM admitted) AS admitted, EXISTS (SELECT FROM charged) AS charged,
  (SELECT decoy FROM challenge) AS decoy, (SELECT locale FROM challenge) AS locale, (SELECT ends_at FROM challenge) AS ends_at, (SELECT expires_at FROM message) AS message_expires_at, (SELECT at FROM charged) AS sent_at,
  (SELECT extract(epoch FROM greatest(least(guard.wait_until, ${CLOCK} + interval '1 day'), ${CLOCK}) - ${CLOCK})::float8 FROM guard) AS wait_seconds,
  (SELECT extract(epoch FROM greatest(guard.sends[$4::int], (coalesce(counted.sends_all, whole.sends_all, guard.sends_all))[$5::int]) + ${WINDOW} - ${CLOCK})::float8
     FROM guard LEFT JOIN counted ON true LEFT JOIN whole ON true) AS hour_seconds,
  (SELECT extract(epoch FROM guard.sends[1] + ${COOLDOWN} - ${CLOCK})::float8 FROM guard WHERE guard.succeeded_at < guard.sends[1]) AS cooldown_seconds,
  ${MAILBOX_SECONDS} AS mailbox_seconds, quota.day_used, quota.month_used, quota.spent AS quota_spent,
  EXISTS (SELECT FROM paused) AS paused, EXISTS (SELECT FROM overspent) OR EXISTS (SELECT FROM admitted) AND ${PICKED} AND NOT ${PHONE.isSpent} AS overspent
FROM target, quota`;
}

const OPEN = {
  skip: statement("request_open", requestText(OPEN_TARGET, OPEN_CHALLENGE, "skip")),
  wait: statement("request_open_wait", requestText(OPEN_TARGET, OPEN_CHALLENGE, "wait")),
};
const AGAIN = {
  skip: statement("request_again", requestText(AGAIN_TARGET, AGAIN_CHALLENGE, "skip")),
  wait: statement("request_again_wait", requestText(AGAIN_TARGET, AGAIN_CHALLENGE, "wait")),
};

type Common = {
  message: NewMessage;
  dispatch: Dispatch;
  limits: SendLimits;
  random16: number;
  /** Who asks, for the audit log: JSON. */
  eventContext: string;
  /** Of a phone number; null for an address. */
  country: string | null;
  /** The mailbox over all environments; null where it is not counted. */
  anywhereKey: Uint8Array | null;
  phone: PhoneCost;
};

function commonParams(db: Database, environmentId: string, input: Common): unknown[] {
  const { message, dispatch, limits } = input;
  return [
    db.clockOffsetSeconds(),
    environmentId,
    message.id,
    limits.perLane,
    limits.overAllLanes,
    limits.windowSeconds,
    limits.cooldownSeconds,
    message.lifetimeSeconds,
    limits.quota.daily,
    input.random16,
    message.channel,
    message.digits,
    message.keyId,
    message.nonce,
    dispatch.to,
    dispatch.to === "outbox" ? dispatch.outboxId : null,
    dispatch.to === "mailbox" ? dispatch.contentEncrypted : null,
    dispatch.to === "mailbox" ? dispatch.delaySeconds : dispatch.to === "outbox" ? dispatch.leaseSeconds : 0,
    limits.quota.customerId,
    limits.quota.monthly,
    input.eventContext,
    input.country,
    [limits.mailbox.here, limits.mailbox.anywhere],
    input.anywhereKey,
    ...phoneParams(input.phone),
    // What a provider is handed is known once one took it, and noted then.
    dispatch.to === "mailbox" ? dispatch.written.locale : null,
    dispatch.to === "mailbox" ? dispatch.written.templateVersion : null,
  ];
}

/**
 * Runs the statement, and once more when every free quota slot was locked: the second run waits for slots in order, so
 * it refuses only when the quota is full. The guard knows the message already and does not count it twice.
 */
async function request(
  db: Database,
  statements: { skip: typeof OPEN.skip; wait: typeof OPEN.wait },
  params: readonly unknown[],
): Promise<RequestRow | null> {
  const [first] = await db.run<RequestRow>(statements.skip, params);
  if (!first?.admitted || first.charged || first.overspent) return first ?? null;
  const [second] = await db.run<RequestRow>(statements.wait, params);
  return second ?? null;
}

/** Opens a challenge and its first message, or says why not. One round trip. */
export async function openChallenge(
  db: Database,
  environmentId: string,
  input: Common & { target: OpenTarget },
): Promise<RequestRow | null> {
  const { target } = input;
  return request(db, OPEN, [...commonParams(db, environmentId, input), ...targetParams(target)]);
}

/** Another message of an open challenge. No row: the challenge is over or unknown, and nothing was counted. */
export async function sendAgain(
  db: Database,
  environmentId: string,
  input: Common & {
    challengeId: string;
    mailboxKey: Uint8Array | null;
    locale: string | null;
    /** It is counted and not sent: what is known of the recipient refuses nothing. */
    nowhere: boolean;
    /** JSON; null leaves what the challenge has. */
    metadata: string | null;
  },
): Promise<RequestRow | null> {
  const { challengeId, mailboxKey, locale, nowhere, metadata } = input;
  const own = [challengeId, mailboxKey, locale, nowhere, metadata];
  return request(db, AGAIN, [...commonParams(db, environmentId, input), ...own]);
}
