import { sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { rowsOf } from "./rows";
import { statement } from "./statement";

/** How long the answers of an endpoint took in one hour and in its day, as an encoded sketch. */
export type LatencyRow = { environmentId: string; startsAt: Date; endpoint: string; count: number; sketch: Uint8Array };

const TABLES = { hour: "latency_hourly", day: "latency_daily" } as const;
export type LatencyInterval = keyof typeof TABLES;

/**
 * Adds sketches to those that are stored: a new one is inserted, one that is there already is locked, merged by `merge`
 * and written back. `rows` hold each key once. In the order of the primary key, so that two processes never wait for each
 * other in a circle. Rows of this transaction are locked until it ends.
 */
export async function mergeLatencies(
  tx: Orm,
  interval: LatencyInterval,
  rows: readonly LatencyRow[],
  merge: (a: Uint8Array, b: Uint8Array) => Uint8Array,
): Promise<void> {
  if (rows.length === 0) return;
  const table = sql.raw(TABLES[interval]);
  // An empty sketch first, so that there is a row to lock whoever comes at the same time.
  const keys = JSON.stringify(
    rows.map(({ environmentId, startsAt, endpoint }) => ({ environmentId, startsAt, endpoint })),
  );
  const listed = sql`jsonb_to_recordset(${keys}::text::jsonb) AS r("environmentId" uuid, "startsAt" timestamptz, endpoint text)`;
  await tx.execute(sql`INSERT INTO ${table} (environment_id, starts_at, endpoint, count, sketch)
    SELECT r."environmentId", r."startsAt", r.endpoint, 0, '' FROM ${listed} ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`);
  const locked =
    await tx.execute(sql`SELECT l.environment_id || '/' || extract(epoch FROM l.starts_at)::bigint || '/' || l.endpoint AS key,
      encode(l.sketch, 'hex') AS sketch
    FROM ${table} l JOIN ${listed} ON l.environment_id = r."environmentId" AND l.starts_at = r."startsAt" AND l.endpoint = r.endpoint
    ORDER BY l.environment_id, l.starts_at, l.endpoint FOR UPDATE OF l`);
  const stored = new Map(
    rowsOf<{ key: string; sketch: string }>(locked).map(({ key, sketch }) => [key, Buffer.from(sketch, "hex")]),
  );
  const merged = rows.map((row) => {
    const known = stored.get(`${row.environmentId}/${row.startsAt.getTime() / 1000}/${row.endpoint}`);
    const sketch = known && known.length > 0 ? merge(known, row.sketch) : row.sketch;
    return { ...row, sketch: Buffer.from(sketch).toString("hex") };
  });
  await tx.execute(sql`UPDATE ${table} l SET count = l.count + r.count, sketch = decode(r.sketch, 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(merged)}::text::jsonb)
      AS r("environmentId" uuid, "startsAt" timestamptz, endpoint text, count bigint, sketch text)
    WHERE l.environment_id = r."environmentId" AND l.starts_at = r."startsAt" AND l.endpoint = r.endpoint`);
}

function readStatement(interval: LatencyInterval) {
  return statement(
    `latency_read_${interval}`,
    `SELECT starts_at, endpoint, sketch FROM ${TABLES[interval]} WHERE environment_id = $1 AND starts_at >= $2 AND starts_at < $3
ORDER BY starts_at, endpoint`,
  );
}

const READ = { hour: readStatement("hour"), day: readStatement("day") };

/** The stored sketches of a range. */
export async function readLatencies(
  db: Database,
  environmentId: string,
  { interval, from, to }: { interval: LatencyInterval; from: Date; to: Date },
): Promise<{ starts_at: Date; endpoint: string; sketch: Uint8Array }[]> {
  return db.run(READ[interval], [environmentId, from, to]);
}
