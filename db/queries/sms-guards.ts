import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/**
 * Parts of the statement that asks for a code, for what ends at a phone: what the day has cost so far, and how many of the
 * codes to numbers that begin alike were entered. Both are asked before anything is counted, so that a code which could not
 * be sent counts nowhere; the money again under its row's lock. Where a code costs nothing, neither is looked at.
 */

/** What one message takes of its environment's day, in millionths of a US dollar, and whom its number is counted with. */
export type PhoneCost = {
  /** 0: it costs nothing, or does not leave. */
  micros: number;
  capMicros: number;
  /** How many the network makes of it; null for what is no text message. */
  segments: number | null;
  prefixes: readonly { prefix: string; most: number }[];
};

const COST = "$25::bigint";
const CAP = "$26::bigint";
const PREFIXES = "unnest($28::text[], $29::int[]) AS l (prefix, most)";

/** How long codes to a prefix add up, in quarters of an hour. */
const STRETCHES = 24;
/** Of ten codes to a prefix that has had many, at least one has to be entered. */
const SENT_FOR_ONE_MET = 10;

const TODAY = `(SELECT (${CLOCK} AT TIME ZONE 'UTC')::date)`;
const STRETCH = `date_bin('15 min', ${CLOCK}, TIMESTAMPTZ '2000-01-01 00:00Z')`;

// A device that has succeeded before is no pump.
const REFUSED = `overspent AS MATERIALIZED (
  SELECT 1 FROM sms_spend s WHERE ${COST} > 0 AND s.environment_id = $2 AND s.day = ${TODAY} AND s.micros + ${COST} > ${CAP}
  UNION ALL SELECT 1 WHERE ${COST} > ${CAP}
), paused AS MATERIALIZED (
  SELECT FROM ${PREFIXES} WHERE ${COST} > 0 AND (SELECT lane FROM target) = '' AND (
    SELECT sum(c.sent) >= l.most AND sum(c.met) * ${SENT_FOR_ONE_MET} < sum(c.sent) FROM prefix_counts c
    WHERE c.environment_id = $2 AND c.prefix = l.prefix
      AND c.starts_at = ANY (ARRAY(SELECT ${STRETCH} - n * interval '15 min' FROM generate_series(0, ${STRETCHES - 1}) n)))
)`;

// What goes nowhere costs nothing, and is refused like what would.
const spent = (picked: string) => `spent AS (
  INSERT INTO sms_spend AS s (environment_id, day, micros, last_message_id)
  SELECT $2, ${TODAY}, CASE WHEN (SELECT decoy FROM target) THEN 0 ELSE ${COST} END, $3::uuid
  FROM admitted WHERE ${COST} > 0 AND ${COST} <= ${CAP} AND ${picked}
  ON CONFLICT (environment_id, day) DO UPDATE SET micros = s.micros + excluded.micros, last_message_id = excluded.last_message_id
    WHERE s.micros + ${COST} <= ${CAP}
  RETURNING s.micros
)`;

const COUNTED = `counted_prefixes AS (
  INSERT INTO prefix_counts AS p (environment_id, starts_at, prefix, sent, met)
  SELECT $2, ${STRETCH}, l.prefix, 1, 0 FROM charged, ${PREFIXES} WHERE ${COST} > 0 AND NOT (SELECT decoy FROM target) ORDER BY l.prefix
  ON CONFLICT (environment_id, starts_at, prefix) DO UPDATE SET sent = p.sent + 1
)`;

export const PHONE = {
  /** `overspent`: a row where the day has no room; `paused`: one where too few codes to a prefix were entered. */
  refused: REFUSED,
  passes: "NOT EXISTS (SELECT FROM overspent) AND NOT EXISTS (SELECT FROM paused)",
  /** Takes the cost out of the day, once `picked` says that the quota is there. The day's row is locked after its slots. */
  spend: spent,
  isSpent: `(${COST} = 0 OR EXISTS (SELECT FROM spent))`,
  /** Counts what is sent to its number's prefixes. */
  counted: COUNTED,
  /** What the message's row keeps: segments and cost. */
  kept: `$27::int, CASE WHEN ${COST} > 0 AND NOT c.decoy THEN ${COST} END`,
} as const;

/** The parameters $25 to $29. */
export function phoneParams({ micros, capMicros, segments, prefixes }: PhoneCost): unknown[] {
  return [micros, capMicros, segments, prefixes.map(({ prefix }) => prefix), prefixes.map(({ most }) => most)];
}

const MET = statement(
  "prefix_counts_met",
  `INSERT INTO prefix_counts AS p (environment_id, starts_at, prefix, sent, met)
SELECT $2, ${STRETCH}, prefix, 0, 1 FROM unnest($3::text[]) prefix ORDER BY prefix
ON CONFLICT (environment_id, starts_at, prefix) DO UPDATE SET met = p.met + 1`,
);

const TODAY_MICROS = statement(
  "sms_spend_today",
  `SELECT micros::float8 AS micros FROM sms_spend WHERE environment_id = $2 AND day = ${TODAY}`,
);

/** Counts a code that was entered to its number's prefixes. */
export async function countMet(db: Database, environmentId: string, prefixes: readonly string[]): Promise<void> {
  await db.run(MET, [db.clockOffsetSeconds(), environmentId, prefixes]);
}

/** What text messages and calls of the running day were counted as costing, in millionths of a US dollar. */
export async function readSpentToday(db: Database, environmentId: string): Promise<number> {
  const [row] = await db.run<{ micros: number }>(TODAY_MICROS, [db.clockOffsetSeconds(), environmentId]);
  return row?.micros ?? 0;
}
