import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const DATA = `jsonb_build_object('period', n.span, 'used', n.used, 'limit', n.cap, 'percent', n.percent,
  'resets_at', to_char(n.period + CASE n.span WHEN 'day' THEN interval '1 day' ELSE interval '1 month' END, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`;
const TYPE = "'quota.' || CASE n.level WHEN 'exceeded' THEN 'exceeded' ELSE 'warning' END";

// One statement, so that a notice that is noted is told of, and one that is told of is noted: whoever dies here has done
// both or neither. Each live environment of the customer learns of a warning and of the end, since each has webhooks of
// its own; its members once, in the words of the highest where several were passed at once: whoever chose any of those is
// to know.
const NOTICE = statement(
  "quota_notices_give_levels",
  `WITH levels (level, percent) AS (VALUES ('half', $2::int), ('warning', $3::int), ('exceeded', 100)
), used AS MATERIALIZED (
  SELECT customer_id, span, period, sum(used)::int AS used, sum(cap)::int AS cap FROM customer_quota_slots
  WHERE (span, period) IN (('day', (SELECT (${CLOCK} AT TIME ZONE 'UTC')::date)),
    ('month', (SELECT date_trunc('month', ${CLOCK} AT TIME ZONE 'UTC')::date)))
  GROUP BY customer_id, span, period HAVING sum(cap) > 0 AND sum(used) * 100 >= sum(cap) * $2::int
), noted AS (
  INSERT INTO quota_notices (customer_id, span, period, level)
  SELECT u.customer_id, u.span, u.period, l.level FROM used u, levels l WHERE u.used::bigint * 100 >= u.cap::bigint * l.percent
  ON CONFLICT DO NOTHING RETURNING customer_id, span, period, level
), noticed AS (
  SELECT *, l.percent = max(l.percent) OVER at_once AS highest, jsonb_agg(l.percent) OVER at_once AS passed
  FROM noted JOIN used USING (customer_id, span, period) JOIN levels l USING (level)
  WINDOW at_once AS (PARTITION BY customer_id, span)
), mailed AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
  SELECT gen_random_uuid(), e.id, 'notice', ${TYPE}, ${DATA} || jsonb_build_object('passed', n.passed), ${CLOCK}, ${CLOCK}
  FROM noticed n CROSS JOIN LATERAL (SELECT id FROM environments
    WHERE customer_id = n.customer_id AND kind = 'live' AND NOT installation ORDER BY created_at, id LIMIT 1) e
  WHERE n.highest
)
INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
SELECT gen_random_uuid(), e.id, 'event', ${TYPE}, ${DATA}, ${CLOCK}, ${CLOCK}
FROM noticed n JOIN environments e ON e.customer_id = n.customer_id AND e.kind = 'live' WHERE n.level <> 'half'
RETURNING id`,
);

/**
 * Tells of every quota of the running day and month that has passed one of these percents, and of every one that is used
 * up: each once, the members by mail, and the webhooks of all but the lower percent. Answers how many events it wrote.
 */
export async function giveQuotaNotices(db: Database, percents: { half: number; warning: number }): Promise<number> {
  return (await db.run(NOTICE, [db.clockOffsetSeconds(), percents.half, percents.warning])).length;
}
