import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const ENSURE = statement(
  "ensure_quota_slots",
  `INSERT INTO quota_slots (environment_id, period, slot, cap)
SELECT $2, (${CLOCK} AT TIME ZONE 'UTC')::date, n.slot, $3::int / $4::int + CASE WHEN n.slot < $3 % $4 THEN 1 ELSE 0 END
FROM generate_series(0, $4::int - 1) AS n (slot)
ON CONFLICT DO NOTHING RETURNING slot`,
);

/**
 * Makes today's slots of an environment, whose caps add up to its quota: one slot per 50 codes, 16 at the most. Answers
 * whether they were missing.
 */
export async function ensureQuotaSlots(db: Database, environmentId: string, quota: number): Promise<boolean> {
  const slots = Math.min(16, Math.max(1, Math.floor(quota / 50)));
  const made = await db.run<{ slot: number }>(ENSURE, [db.clockOffsetSeconds(), environmentId, quota, slots]);
  return made.length > 0;
}
