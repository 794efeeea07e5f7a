import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** Guesses judged within one stretch of time, of one network; '' where none is known. */
export type SprayRow = {
  environmentId: string;
  startsAt: Date;
  network: string;
  judged: number;
  wrong: number;
  expected: number;
};

export type SpraySum = { judged: number; wrong: number; expected: number };

// In the order of the primary key, so that two processes that add the same rows wait for each other and never cross.
const ADD = statement(
  "spray_counts_add",
  `INSERT INTO spray_counts AS s (environment_id, starts_at, network, judged, wrong, expected)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::int[], $5::int[], $6::float8[]) n ORDER BY 1, 2, 3
ON CONFLICT (environment_id, starts_at, network) DO UPDATE
SET judged = s.judged + excluded.judged, wrong = s.wrong + excluded.wrong, expected = s.expected + excluded.expected`,
);

const SUM = statement(
  "spray_counts_sum",
  `SELECT coalesce(sum(judged), 0)::int AS judged, coalesce(sum(wrong), 0)::int AS wrong, coalesce(sum(expected), 0)::float8 AS expected
FROM spray_counts WHERE environment_id = $1 AND starts_at > $2::timestamptz`,
);

const NETWORKS = statement(
  "spray_counts_networks",
  `SELECT network, sum(wrong)::int AS wrong FROM spray_counts
WHERE environment_id = $1 AND starts_at > $2::timestamptz AND network <> '' AND wrong > 0
GROUP BY network ORDER BY 2 DESC LIMIT 20000`,
);

// The row of a network that cannot be is the mark that this hour was told of: told once, whichever process sees it first.
const TELL = statement(
  "spray_counts_tell",
  `WITH marked AS (
  INSERT INTO spray_counts (environment_id, starts_at, network, judged, wrong, expected)
  VALUES ($2, date_trunc('hour', $3::timestamptz), 'told', 0, 0, 0) ON CONFLICT DO NOTHING RETURNING environment_id
)
INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
SELECT $4::uuid, environment_id, 'event', 'rate_limit.exceeded', $5::jsonb, ${CLOCK}, ${CLOCK} FROM marked RETURNING id`,
);

/** Adds what one process has counted. */
export async function addSprayCounts(db: Database, rows: readonly SprayRow[]): Promise<void> {
  await db.run(ADD, [
    rows.map(({ environmentId }) => environmentId),
    rows.map(({ startsAt }) => startsAt.toISOString()),
    rows.map(({ network }) => network),
    rows.map(({ judged }) => judged),
    rows.map(({ wrong }) => wrong),
    rows.map(({ expected }) => expected),
  ]);
}

/** The sum of all networks since then, over all processes. */
export async function sumSprayCounts(db: Database, environmentId: string, since: Date): Promise<SpraySum> {
  const [sum] = await db.run<SpraySum>(SUM, [environmentId, since.toISOString()]);
  return sum ?? { judged: 0, wrong: 0, expected: 0 };
}

/** Networks with wrong guesses since then, the most first. */
export async function readSprayNetworks(
  db: Database,
  environmentId: string,
  since: Date,
): Promise<{ network: string; wrong: number }[]> {
  return db.run(NETWORKS, [environmentId, since.toISOString()]);
}

/** Tells, once an hour, that the environment is being sprayed. */
export async function tellOfSpray(
  db: Database,
  environmentId: string,
  input: { eventId: string; at: Date; data: object },
): Promise<void> {
  await db.run(TELL, [
    db.clockOffsetSeconds(),
    environmentId,
    input.at.toISOString(),
    input.eventId,
    JSON.stringify(input.data),
  ]);
}
