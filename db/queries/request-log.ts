import type { Database } from "../client";
import { statement } from "./statement";

/** One request as it is kept; its bodies are masked before they come here. */
export type LogRow = {
  environmentId: string;
  /** The request's id as the answer gave it. */
  id: string;
  at: Date;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  error: string | null;
  actor: string;
  ip: string | null;
  userAgent: string | null;
  request: unknown;
  response: unknown;
};

const INSERT = statement(
  "request_log_insert",
  `INSERT INTO request_log (environment_id, id, at, method, path, status, duration_ms, error, actor, ip, user_agent, request, response)
SELECT r."environmentId", r.id, r.at, r.method, r.path, r.status, r."durationMs", r.error, r.actor, r.ip, r."userAgent",
  nullif(r.request, 'null'::jsonb), nullif(r.response, 'null'::jsonb)
FROM jsonb_to_recordset($1::text::jsonb) AS r("environmentId" uuid, id text, at timestamptz, method text, path text, status int,
  "durationMs" int, error text, actor text, ip text, "userAgent" text, request jsonb, response jsonb)
ON CONFLICT DO NOTHING`,
);

/**
 * Writes what was asked, in one statement. Where that fails over a row, by halves: only what cannot be written is lost.
 * Answers how many that are.
 */
export async function insertRequestLog(db: Database, rows: readonly LogRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    await db.run(INSERT, [JSON.stringify(rows)]);
    return 0;
  } catch (error) {
    if (!isOfRow(error)) throw error;
    if (rows.length === 1) return 1;
    const half = Math.ceil(rows.length / 2);
    return (await insertRequestLog(db, rows.slice(0, half))) + (await insertRequestLog(db, rows.slice(half)));
  }
}

/** SQLSTATE: data that no column takes, or an environment that is gone. */
function isOfRow(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^2[23]/.test(error.code);
}

export type LogFilter = {
  /** The first digit of the status. */
  statusClass: number | null;
  /** Method and path as they are listed, or a part of the path. */
  path: string | null;
  error: string | null;
  actor: string | null;
  requestId: string | null;
  from: Date | null;
  to: Date | null;
  /** Older than this one. */
  before: { at: Date; id: string } | null;
  limit: number;
};

const COLUMNS = `id, at, method, path, status, duration_ms AS "durationMs", error, actor, ip, user_agent AS "userAgent"`;

const FITS = `($2::int IS NULL OR status / 100 = $2::int)
  AND ($3::text IS NULL OR strpos(method || ' ' || path, $3::text) > 0)
  AND ($4::text IS NULL OR error = $4::text)
  AND ($5::text IS NULL OR actor = $5::text)`;
const WITHIN = `at >= coalesce($6::timestamptz, '-infinity') AND at < coalesce($7::timestamptz, 'infinity')
  AND (at, id) < (coalesce($8::timestamptz, 'infinity'), coalesce($9::text, ''))`;

// The newest $11 rows after the place are looked at, and no more: a filter that fits nothing cannot read it all.
const LIST = statement(
  "request_log_list",
  `WITH scanned AS MATERIALIZED (
  SELECT id, at, method, path, status, duration_ms, error, actor, ip, user_agent FROM request_log
  WHERE environment_id = $1 AND ${WITHIN} ORDER BY at DESC, id DESC LIMIT $11::int
), found AS (
  SELECT * FROM scanned WHERE ${FITS} ORDER BY at DESC, id DESC LIMIT $10::int
)
SELECT s.scanned, s.place, ${COLUMNS}
FROM (SELECT count(*)::int AS scanned, (SELECT jsonb_build_object('at', extract(epoch FROM at)::float8 * 1000, 'id', id)
    FROM scanned ORDER BY at, id LIMIT 1) AS place FROM scanned) s
  LEFT JOIN found f ON true ORDER BY f.at DESC, f.id DESC`,
);

const LIST_ONE = statement(
  "request_log_list_one",
  `SELECT ${COLUMNS} FROM request_log WHERE environment_id = $1 AND id = $10::text AND ${WITHIN} AND ${FITS}`,
);

const READ = statement(
  "request_log_read",
  `SELECT ${COLUMNS}, request, response FROM request_log WHERE environment_id = $1 AND id = $2::text`,
);

const COUNT_SINCE = statement(
  "request_log_count_since",
  `SELECT count(*)::int AS count FROM (SELECT FROM request_log WHERE environment_id = $1 AND at > $2 LIMIT $3::int) newer`,
);

export type ListedLog = Omit<LogRow, "environmentId" | "request" | "response">;

type Place = { at: Date; id: string };
type Listed = { scanned: number; place: { at: number; id: string } | null } & (
  | ListedLog
  | { [Column in keyof ListedLog]: null }
);

/**
 * What an environment's developers asked, newest first: at most `limit` of the `scan` newest that come after `before`.
 * `more`: there may be some beyond those looked at; `last` is where the look ended. One that is named by its id is found
 * by it.
 */
export async function listRequestLog(
  db: Database,
  environmentId: string,
  { limit, scan, before, ...filter }: LogFilter & { scan: number },
): Promise<{ rows: ListedLog[]; more: boolean; last: Place | null }> {
  const { statusClass, path, error, actor, from, to } = filter;
  const params = [environmentId, statusClass, path, error, actor, from, to, before?.at ?? null, before?.id ?? null];
  if (filter.requestId !== null) {
    const rows = await db.run<ListedLog>(LIST_ONE, [...params, filter.requestId]);
    return { rows, more: false, last: null };
  }
  const found = await db.run<Listed>(LIST, [...params, limit, scan]);
  const rows = found.flatMap(({ scanned: _, place: __, ...row }) => (row.id === null ? [] : [row]));
  const [first] = found;
  const last = first?.place ? { at: new Date(first.place.at), id: first.place.id } : null;
  return { rows, more: (first?.scanned ?? 0) >= scan, last };
}

/** One request with its bodies. */
export async function readRequestLog(
  db: Database,
  environmentId: string,
  id: string,
): Promise<(ListedLog & Pick<LogRow, "request" | "response">) | null> {
  const [row] = await db.run<ListedLog & Pick<LogRow, "request" | "response">>(READ, [environmentId, id]);
  return row ?? null;
}

/** How many were asked since then; no more than `most` are counted. */
export async function countRequestLogSince(
  db: Database,
  environmentId: string,
  { since, most }: { since: Date; most: number },
): Promise<number> {
  const [row] = await db.run<{ count: number }>(COUNT_SINCE, [environmentId, since, most]);
  return row?.count ?? 0;
}
