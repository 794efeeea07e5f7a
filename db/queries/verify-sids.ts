import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const MESSAGE = "SELECT m.challenge_id FROM messages m WHERE m.environment_id = $2 AND m.id = $3::uuid";

// Only the newest can wait: while one does, the provider makes no other.
const PENDING = statement(
  "verify_pending",
  `SELECT v.sid FROM (SELECT sid, environment_id, challenge_id FROM verify_sids
  WHERE recipient_key = $4::bytea AND account_id IS NOT DISTINCT FROM $5::uuid AND claimed_at > (SELECT ${CLOCK} - interval '10 minutes')
  ORDER BY claimed_at DESC LIMIT 1) v
WHERE v.environment_id <> $2 OR v.challenge_id <> (${MESSAGE})`,
);

// The primary key decides between two that claim at once. What was sent before is nobody's to claim anew.
const CLAIM = statement(
  "verify_claim",
  `WITH message AS MATERIALIZED (${MESSAGE}), claimed AS (
  INSERT INTO verify_sids AS v (sid, environment_id, challenge_id, account_id, recipient_key, claimed_at)
  SELECT $7::text, $2, m.challenge_id, $5::uuid, $4::bytea, ${CLOCK} FROM message m
  WHERE NOT $8::boolean OR EXISTS (SELECT FROM verify_sids o WHERE o.sid = $7::text)
  ON CONFLICT (sid) DO UPDATE SET claimed_at = excluded.claimed_at
  WHERE v.environment_id = excluded.environment_id AND v.challenge_id = excluded.challenge_id
  RETURNING v.sid
)
UPDATE messages SET provider = $6::text, provider_message_id = (SELECT sid FROM claimed)
WHERE environment_id = $2 AND id = $3::uuid AND EXISTS (SELECT FROM claimed) RETURNING id`,
);

const OWN = statement(
  "verify_own",
  "SELECT sid, challenge_id FROM verify_sids WHERE environment_id = $1 AND sid = ANY ($2::text[])",
);

type Recipient = { messageId: string; accountId: string | null; recipientKey: Uint8Array };

/**
 * The verification that may still wait for that recipient at that account, where it is of another challenge than the
 * message's.
 */
export async function readPendingOfAnother(
  db: Database,
  environmentId: string,
  { messageId, accountId, recipientKey }: Recipient,
): Promise<string | null> {
  const params = [db.clockOffsetSeconds(), environmentId, messageId, recipientKey, accountId];
  const [row] = await db.run<{ sid: string }>(PENDING, params);
  return row?.sid ?? null;
}

/**
 * Records a verification as that of a message's challenge, and writes it to the message. `false`, and nothing is written,
 * where it is another challenge's; and where it was sent before (`again`) without being this one's.
 */
export async function claimVerification(
  db: Database,
  environmentId: string,
  input: Recipient & { provider: string; providerMessageId: string; again: boolean },
): Promise<boolean> {
  const { messageId, accountId, recipientKey, provider, providerMessageId, again } = input;
  const about = [db.clockOffsetSeconds(), environmentId, messageId, recipientKey, accountId];
  return (await db.run(CLAIM, [...about, provider, providerMessageId, again])).length > 0;
}

/** Which of these verifications are recorded in the environment, and of which challenge each is. */
export async function readOwnVerifications(
  db: Database,
  environmentId: string,
  sids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.run<{ sid: string; challenge_id: string }>(OWN, [environmentId, sids]);
  return new Map(rows.map(({ sid, challenge_id }) => [sid, challenge_id]));
}
