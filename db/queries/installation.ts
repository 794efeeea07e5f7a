import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const SIGN_UPS = statement(
  "installation_sign_ups",
  `SELECT count(*)::int AS count FROM customers c
WHERE c.created_at >= date_trunc('day', ${CLOCK}, 'UTC') AND NOT EXISTS (SELECT FROM environments e WHERE e.customer_id = c.id AND e.installation)`,
);

/** How many customers came today (UTC). */
export async function countSignUpsToday(db: Database): Promise<number> {
  const [row] = await db.run<{ count: number }>(SIGN_UPS, [db.clockOffsetSeconds()]);
  return row?.count ?? 0;
}

const USAGE = statement(
  "installation_usage",
  `SELECT u.metric, sum(u.count)::float8 AS count FROM environments e JOIN usage_counts u ON u.environment_id = e.id
  AND u.period = 'day' AND u.starts_at = date_trunc('day', ${CLOCK}, 'UTC') AND u.metric = ANY ($2::text[]) AND u.dimension = ''
GROUP BY u.metric`,
);

/** What all environments together count of these metrics today (UTC). */
export async function readUsageToday(
  db: Database,
  metrics: readonly string[],
): Promise<{ metric: string; count: number }[]> {
  return db.run(USAGE, [db.clockOffsetSeconds(), [...metrics]]);
}

// Told, and either moved to the log by now or on its way there.
const CONSOLE_CLOSED = statement(
  "console_closed",
  `SELECT EXISTS (SELECT FROM outbox o WHERE o.environment_id = $1 AND o.type = 'operator.signed_out' AND o.data->>'console_id' = $2::text)
  OR EXISTS (SELECT FROM audit_log a WHERE a.environment_id = $1 AND a.at >= $3::timestamptz AND a.type = 'operator.signed_out'
    AND a.data->>'console_id' = $2) AS closed`,
);

/** Whether somebody has left that console of the operator's, since a time before it was opened. */
export async function isConsoleClosed(
  db: Database,
  installationId: string,
  { consoleId, since }: { consoleId: string; since: Date },
): Promise<boolean> {
  const [row] = await db.run<{ closed: boolean }>(CONSOLE_CLOSED, [installationId, consoleId, since.toISOString()]);
  return row?.closed ?? true;
}
