import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const NEWEST = statement(
  "newest_of_lane",
  `SELECT c.id FROM challenges c WHERE c.environment_id = $2 AND c.identifier_key = $3::bytea AND c.purpose = $4::text AND c.lane = $5::bytea
  AND c.consumed_at IS NULL AND c.ends_at > ${CLOCK}
ORDER BY c.opened_at DESC LIMIT 1`,
);

/** The newest challenge of an identifier's lane that has not ended; null where there is none. */
export async function newestOfLane(
  db: Database,
  environmentId: string,
  input: { identifierKey: Uint8Array; purpose: string; lane: Uint8Array },
): Promise<string | null> {
  const { identifierKey, purpose, lane } = input;
  const params = [db.clockOffsetSeconds(), environmentId, identifierKey, purpose, lane];
  const [row] = await db.run<{ id: string }>(NEWEST, params);
  return row?.id ?? null;
}

// A name whose guard is closed is sent no code: of those but the one that is given, it knows the ones of the last day.
const OPEN_CLOSED = statement(
  "open_closed_names",
  `UPDATE identifier_guards g SET failures = 0, wait_until = '-infinity'
WHERE g.environment_id = $1 AND g.wait_until = 'infinity' AND (g.identifier_key = $2::bytea OR EXISTS (
  SELECT FROM challenges c WHERE c.environment_id = $1 AND c.identifier_key = g.identifier_key AND c.identifier_type = 'username'))
RETURNING g.purpose`,
);

/**
 * Opens the guards that too many wrong codes have closed for good: of that identifier, and of the usernames whose
 * challenges are still kept. Answers how many there were.
 */
export async function openClosedNames(db: Database, environmentId: string, identifierKey: Uint8Array): Promise<number> {
  return (await db.run(OPEN_CLOSED, [environmentId, identifierKey])).length;
}
