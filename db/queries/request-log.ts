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

const LIST = statement(
  "request_log_list",
  `SELECT ${COLUMNS} FROM request_log
WHERE environment_id = $1
  AND ($2::int IS NULL OR status / 100 = $2::int)
  AND ($3::text IS NULL OR strpos(method || ' ' || path, $3::text) > 0)
  AND ($4::text IS NULL OR error = $4::text)
  AND ($5::text IS NULL OR actor = $5::text)
  AND ($6::text IS NULL OR id = $6::text)
  AND at >= coalesce($7::timestamptz, '-infinity') AND at < coalesce($8::timestamptz, 'infinity')
  AND ($9::timestamptz IS NULL OR (at, id) < ($9::timestamptz, $10::text))
ORDER BY at DESC, id DESC LIMIT $11::int`,
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

/** What an environment's developers asked, newest first. */
export async function listRequestLog(db: Database, environmentId: string, filter: LogFilter): Promise<ListedLog[]> {
  const { before } = filter;
  return db.run<ListedLog>(LIST, [
    environmentId,
    filter.statusClass,
    filter.path,
    filter.error,
    filter.actor,
    filter.requestId,
    filter.from,
    filter.to,
    before?.at ?? null,
    before?.id ?? null,
    filter.limit,
  ]);
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
