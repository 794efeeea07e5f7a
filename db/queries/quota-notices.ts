import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const DATA = `jsonb_build_object('period', u.span, 'used', u.used, 'limit', u.cap,
  'percent', CASE n.level WHEN 'warning' THEN $2 ELSE 100 END,
  'resets_at', to_char(u.period + CASE u.span WHEN 'day' THEN interval '1 day' ELSE interval '1 month' END, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`;

// One statement, so that a notice that is noted is told of, and one that is told of is noted: whoever dies here has done
// both or neither. Each live environment of the customer learns of it, since each has webhooks of its own; its owners
// once, and of no warning where there is nothing left to be warned of.
const NOTICE = statement(
  "quota_notices_give",
  `WITH used AS MATERIALIZED (
  SELECT customer_id, span, period, sum(used)::int AS used, sum(cap)::int AS cap FROM customer_quota_slots
  WHERE (span, period) IN (('day', (SELECT (${CLOCK} AT TIME ZONE 'UTC')::date)),
    ('month', (SELECT date_trunc('month', ${CLOCK} AT TIME ZONE 'UTC')::date)))
  GROUP BY customer_id, span, period HAVING sum(cap) > 0 AND sum(used) * 100 >= sum(cap) * $2::int
), noticed AS (
  INSERT INTO quota_notices (customer_id, span, period, level)
  SELECT u.customer_id, u.span, u.period, l.level FROM used u, (VALUES ('warning'), ('exceeded')) l (level)
  WHERE l.level = 'warning' OR u.used >= u.cap
  ON CONFLICT DO NOTHING RETURNING customer_id, span, period, level
), mailed AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
  SELECT gen_random_uuid(), e.id, 'notice', 'quota.' || n.level, ${DATA}, ${CLOCK}, ${CLOCK}
  FROM noticed n JOIN used u USING (customer_id, span, period) CROSS JOIN LATERAL (SELECT id FROM environments
    WHERE customer_id = n.customer_id AND kind = 'live' AND NOT installation ORDER BY created_at, id LIMIT 1) e
  WHERE n.level = 'exceeded' OR u.used < u.cap
)
INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
SELECT gen_random_uuid(), e.id, 'event', 'quota.' || n.level, ${DATA}, ${CLOCK}, ${CLOCK}
FROM noticed n JOIN used u USING (customer_id, span, period) JOIN environments e ON e.customer_id = n.customer_id AND e.kind = 'live'
RETURNING id`,
);

/**
 * Tells of every quota of the running day and month that has passed `percent`, and of every one that is used up: each
 * once, the webhooks and by mail the owners. Answers how many events it wrote.
 */
export async function giveQuotaNotices(db: Database, percent: number): Promise<number> {
  return (await db.run(NOTICE, [db.clockOffsetSeconds(), percent])).length;
}
