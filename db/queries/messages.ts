import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** Who was asked, in order: the beginning of a message's timeline. */
const TRIES = (
  json: string,
) => `INSERT INTO message_events (environment_id, message_id, event_key, type, provider, reason, detail, at)
  SELECT m.environment_id, m.id, t.key, t.type, t.provider, t.reason, t.detail, t.at
  FROM messages m, jsonb_to_recordset(${json}::jsonb)
    AS t(key text, type text, provider text, reason text, detail text, at timestamptz)
  WHERE m.environment_id = $2 AND m.id = $3::uuid
  ON CONFLICT DO NOTHING`;

const WRITTEN = "locale = COALESCE($7::text, locale), template_version = COALESCE($8::int, template_version)";

const ACCEPTED = statement(
  "message_accepted",
  `WITH done AS (DELETE FROM outbox WHERE id = $4::uuid), told AS (${TRIES("$6")})
UPDATE messages SET provider = $5::text, provider_message_id = $9::text, accepted_at = ${CLOCK}, failed_at = NULL, ${WRITTEN}
WHERE environment_id = $2 AND id = $3::uuid`,
);

const FAILED = statement(
  "message_failed",
  `WITH done AS (DELETE FROM outbox WHERE id = $4::uuid), told AS (${TRIES("$6")})
UPDATE messages SET provider = COALESCE($5::text, provider, 'none'), failed_at = ${CLOCK}, ${WRITTEN} WHERE environment_id = $2 AND id = $3::uuid`,
);

const TRIED = statement("message_tried", `WITH clock AS (SELECT ${CLOCK}) ${TRIES("$4")}`);

// One challenge that was met ends all of its round.
const LIVE = `m.expires_at > ${CLOCK} AND c.ends_at > ${CLOCK} AND c.consumed_at IS NULL AND c.attempts < c.attempts_max
  AND c.round = (SELECT g.round FROM identifier_guards g
    WHERE g.environment_id = $2 AND g.identifier_key = c.identifier_key AND g.purpose = c.purpose AND g.lane = '')`;

const READ = statement(
  "read_message",
  `SELECT m.id, m.channel, m.digits, m.key_id, m.nonce, m.sent_at, m.expires_at, coalesce(${LIVE}, false) AS live, m.accepted_at, c.decoy,
  c.identifier_type, c.identifier_value, c.purpose, c.locale, c.context, c.metadata, c.tenant_id
FROM messages m JOIN challenges c ON c.environment_id = $2 AND c.id = m.challenge_id WHERE m.environment_id = $2 AND m.id = $3::uuid`,
);

const READ_REQUESTED = statement(
  "read_requested",
  `SELECT m.challenge_id, m.channel, m.digits, m.key_id, m.nonce, m.sent_at, m.expires_at,
  m.failed_at IS NOT NULL AND m.accepted_at IS NULL AS failed, c.identifier_type, c.identifier_value, c.username
FROM messages m JOIN challenges c ON c.environment_id = $1 AND c.id = m.challenge_id WHERE m.environment_id = $1 AND m.id = $2::uuid`,
);

const READ_CHALLENGE = statement(
  "read_challenge",
  `SELECT c.identifier_type, c.identifier_value, c.username, c.purpose, c.locale, c.context, c.metadata, c.tenant_id, c.scenario, c.user_id,
  (SELECT m.channel FROM messages m WHERE m.environment_id = $2 AND m.challenge_id = c.id ORDER BY m.sent_at DESC LIMIT 1) AS channel
FROM challenges c WHERE c.environment_id = $2 AND c.id = $3::uuid AND c.ends_at > ${CLOCK}`,
);

export type MessageContext = { user_agent?: string | null; location?: string | null } | null;

/** What was sent along with the request for the code. */
export type MessageMetadata = Record<string, unknown> | null;

export type MessageRow = {
  id: string;
  channel: string;
  digits: number;
  key_id: number;
  nonce: Uint8Array;
  sent_at: Date;
  expires_at: Date;
  /** Neither it nor its challenge is over: its code could be met. */
  live: boolean;
  accepted_at: Date | null;
  decoy: boolean;
  identifier_type: "email" | "phone" | "username";
  identifier_value: string;
  purpose: string;
  locale: string | null;
  context: MessageContext;
  metadata: MessageMetadata;
  tenant_id: string | null;
};

export type ChallengeRow = {
  identifier_type: "email" | "phone" | "username";
  identifier_value: string;
  /** The username that was asked for in place of the identifier. */
  username: string | null;
  purpose: string;
  locale: string | null;
  context: MessageContext;
  metadata: MessageMetadata;
  tenant_id: string | null;
  scenario: string | null;
  user_id: string | null;
  channel: string;
};

/** Everything that a message needs to be sent, or sent again. */
export async function readMessage(db: Database, environmentId: string, messageId: string): Promise<MessageRow | null> {
  const [row] = await db.run<MessageRow>(READ, [db.clockOffsetSeconds(), environmentId, messageId]);
  return row ?? null;
}

export type RequestedRow = {
  challenge_id: string;
  channel: string;
  digits: number;
  key_id: number;
  nonce: Uint8Array;
  sent_at: Date;
  expires_at: Date;
  /** No provider took it. */
  failed: boolean;
  identifier_type: "email" | "phone" | "username";
  identifier_value: string;
  username: string | null;
};

/** What whoever asked for that message was answered with; null when there is none. */
export async function readRequested(
  db: Database,
  environmentId: string,
  messageId: string,
): Promise<RequestedRow | null> {
  const [row] = await db.run<RequestedRow>(READ_REQUESTED, [environmentId, messageId]);
  return row ?? null;
}

/** What another message of a challenge starts from; null when it has ended or is not of this environment. */
export async function readChallenge(db: Database, environmentId: string, id: string): Promise<ChallengeRow | null> {
  const [row] = await db.run<ChallengeRow>(READ_CHALLENGE, [db.clockOffsetSeconds(), environmentId, id]);
  return row ?? null;
}

/** One provider's turn at a message, as its timeline has it. */
export type MessageTry = {
  provider: string;
  state: "accepted" | "rejected" | "retry";
  reason: string | null;
  detail: string | null;
  at: Date;
};

/** Writes what became of a message, with everyone who was asked, and takes it out of the outbox. */
export async function settleMessage(
  db: Database,
  environmentId: string,
  input: {
    messageId: string;
    outboxId: string;
    /** Null where nobody was asked: what is known of before stays. */
    provider: string | null;
    accepted: { providerMessageId: string } | null;
    tries: readonly MessageTry[];
    locale: string | null;
    templateVersion: number | null;
  },
): Promise<void> {
  const { messageId, outboxId, provider, accepted, tries, locale, templateVersion } = input;
  const about = [db.clockOffsetSeconds(), environmentId, messageId];
  const shared = [...about, outboxId, provider, eventsOf(tries), locale, templateVersion];
  if (accepted) await db.run(ACCEPTED, [...shared, accepted.providerMessageId]);
  else await db.run(FAILED, shared);
}

/** Notes who was asked for a message that goes on waiting. */
export async function noteTries(
  db: Database,
  environmentId: string,
  messageId: string,
  tries: readonly MessageTry[],
): Promise<void> {
  if (tries.length === 0) return;
  await db.run(TRIED, [db.clockOffsetSeconds(), environmentId, messageId, eventsOf(tries)]);
}

/** Each under a key of its own: the outbox may have the same providers asked again. */
function eventsOf(tries: readonly MessageTry[]): string {
  return JSON.stringify(
    tries.map(({ provider, state, reason, detail, at }, index) => ({
      key: `try:${at.getTime()}:${index + 1}`,
      type: state === "accepted" ? "accepted" : "tried",
      provider,
      reason,
      detail,
      at: at.toISOString(),
    })),
  );
}
