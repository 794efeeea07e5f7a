import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

// Ids are UUIDv7: below the first one of a moment are those made before it. So what is old is the beginning of each
// environment's primary key, however much there is beyond it. The moment is worked out once, ahead of the scan.
const FIRST_ID =
  "(SELECT (lpad(to_hex(floor(extract(epoch FROM t.until) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid AS id OFFSET 0) f";

const KEPT_HOURS = `coalesce((SELECT (s.settings #>> '{retention,challenge_hours}')::int FROM settings s
  WHERE s.environment_id = e.id ORDER BY s.version DESC LIMIT 1), $2::int)`;

// Their messages go with them. What another process is deleting is left to it.
const CHALLENGES = statement(
  "delete_ended_challenges",
  `WITH ended AS MATERIALIZED (
  SELECT old.environment_id, old.id FROM environments e
    CROSS JOIN LATERAL (SELECT ${CLOCK} - make_interval(hours => ${KEPT_HOURS}) AS until OFFSET 0) t CROSS JOIN LATERAL ${FIRST_ID}
    CROSS JOIN LATERAL (SELECT c.environment_id, c.id FROM challenges c
      WHERE c.environment_id = e.id AND c.id < f.id AND c.ends_at <= t.until ORDER BY c.id LIMIT $3::int FOR UPDATE SKIP LOCKED) old
  LIMIT $3
)
DELETE FROM challenges c USING ended WHERE c.environment_id = ended.environment_id AND c.id = ended.id RETURNING c.id`,
);

const MAILBOX = statement(
  "delete_old_mail",
  `WITH ended AS MATERIALIZED (
  SELECT old.environment_id, old.id FROM environments e
    CROSS JOIN LATERAL (SELECT ${CLOCK} - make_interval(hours => $2::int) AS until OFFSET 0) t CROSS JOIN LATERAL ${FIRST_ID}
    CROSS JOIN LATERAL (SELECT m.environment_id, m.id FROM mailbox_messages m
      WHERE m.environment_id = e.id AND m.id < f.id ORDER BY m.id LIMIT $3::int FOR UPDATE SKIP LOCKED) old
  LIMIT $3
)
DELETE FROM mailbox_messages m USING ended WHERE m.environment_id = ended.environment_id AND m.id = ended.id RETURNING m.id`,
);

type Batch = { hours: number; limit: number };

/** Deletes challenges whose end is longer ago than their environment keeps them, `hours` unless it says. At most `limit`. */
export async function deleteEndedChallenges(db: Database, { hours, limit }: Batch): Promise<number> {
  return (await db.run(CHALLENGES, [db.clockOffsetSeconds(), hours, limit])).length;
}

/** Deletes what landed in any Mailbox longer ago than that. At most `limit`. */
export async function deleteOldMail(db: Database, { hours, limit }: Batch): Promise<number> {
  return (await db.run(MAILBOX, [db.clockOffsetSeconds(), hours, limit])).length;
}
