import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

// The row of a network that cannot be is the mark that this window was told of: told once, whichever process sees it first.
const TELL = statement(
  "limit_notices_tell",
  `WITH marked AS (
  INSERT INTO spray_counts (environment_id, starts_at, network, judged, wrong, expected)
  VALUES ($2, $3::timestamptz, 'told of ' || $4::text, 0, 0, 0) ON CONFLICT DO NOTHING RETURNING environment_id
)
INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
SELECT $5::uuid, environment_id, 'event', 'rate_limit.exceeded', jsonb_build_object('limit', $4::text), ${CLOCK}, ${CLOCK} FROM marked RETURNING id`,
);

/** Tells, once for each window, that a limit of the environment refused requests. Answers whether this call did. */
export async function tellOfLimitOnce(
  db: Database,
  environmentId: string,
  input: { eventId: string; limit: string; windowStartsAt: Date },
): Promise<boolean> {
  const { eventId, limit, windowStartsAt } = input;
  const told = await db.run(TELL, [
    db.clockOffsetSeconds(),
    environmentId,
    windowStartsAt.toISOString(),
    limit,
    eventId,
  ]);
  return told.length > 0;
}
