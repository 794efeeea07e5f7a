import { CLOCK } from "./statement";

/**
 * Parts of the statement that asks for a code: how many the lane for anybody has sent to one mailbox, whichever of its
 * spellings was used. Twice: within the environment, and over all of them, in a row of no environment. Both rows are
 * asked before anything is counted, so that whoever floods a mailbox counts for nothing, and again under their locks.
 */

const NOWHERE = "'00000000-0000-0000-0000-000000000000'::uuid";
const WINDOW = "make_interval(secs => $6::float8)";
// How many an hour: within the environment, and over all of them.
const HERE_SENDS = "($23::int[])[1]";
const ANYWHERE_SENDS = "($23::int[])[2]";

const secondsLeft = (sends: string, limit: string) =>
  `extract(epoch FROM ${sends}[${limit}] + ${WINDOW} - ${CLOCK})::float8`;

/** A row, with the seconds to wait, for each of the two that is full. */
export const FULL_MAILBOX = `full_mailbox AS MATERIALIZED (
  SELECT ${secondsLeft("m.sends", HERE_SENDS)} AS seconds FROM mailbox_guards m
  WHERE m.environment_id = $2 AND m.mailbox_key = (SELECT mailbox_key FROM target) AND m.sends[${HERE_SENDS}] > ${CLOCK} - ${WINDOW}
    AND m.last_message_id <> $3::uuid
  UNION ALL
  SELECT ${secondsLeft("m.sends", ANYWHERE_SENDS)} FROM mailbox_guards m
  WHERE m.environment_id = ${NOWHERE} AND m.mailbox_key = (SELECT anywhere_key FROM target) AND m.sends[${ANYWHERE_SENDS}] > ${CLOCK} - ${WINDOW}
    AND m.last_message_id <> $3::uuid
)`;

function count(environment: string, key: string, limit: string, from: string): string {
  return `INSERT INTO mailbox_guards AS m (environment_id, mailbox_key, sends, last_message_id)
  SELECT ${environment}, t.${key}, ARRAY[p.at], $3::uuid FROM target t, ${from} WHERE t.${key} IS NOT NULL
  ON CONFLICT (environment_id, mailbox_key) DO UPDATE
  SET (sends, last_message_id) = (
    SELECT CASE WHEN d.ok THEN array_prepend(d.at, m.sends[1:${limit} - 1]) ELSE m.sends END,
           CASE WHEN d.ok THEN excluded.last_message_id ELSE m.last_message_id END
    FROM (SELECT t.at, m.last_message_id <> excluded.last_message_id AND coalesce(m.sends[${limit}] <= t.at - ${WINDOW}, true) AS ok
          FROM (SELECT ${CLOCK} AS at OFFSET 0) t OFFSET 0) d)
  RETURNING m.sends, m.last_message_id = $3::uuid AS admitted`;
}

/** Counts a request that has passed the identifier's guard: here first, then over all environments. */
export const COUNTED_MAILBOX = `mailbox AS (
  ${count("$2", "mailbox_key", HERE_SENDS, "passed p")}
), anywhere AS (
  ${count(NOWHERE, "anywhere_key", ANYWHERE_SENDS, "passed p JOIN mailbox ON mailbox.admitted")}
)`;

/** Seconds until a code may go to that mailbox again; null where it may now. */
export const MAILBOX_SECONDS = `coalesce((SELECT max(seconds) FROM full_mailbox),
    (SELECT ${secondsLeft("mailbox.sends", HERE_SENDS)} FROM mailbox WHERE NOT mailbox.admitted),
    (SELECT ${secondsLeft("anywhere.sends", ANYWHERE_SENDS)} FROM anywhere WHERE NOT anywhere.admitted))`;
