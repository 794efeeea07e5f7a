import { sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { AUDIT_TEXT } from "./events";
import { rowsOf } from "./rows";
import { statement } from "./statement";

/** Which entries are looked for. Null: all. `type` is a type or what comes before its dot. */
export type AuditFilters = {
  type: string | null;
  actor: string | null;
  ip: string | null;
  requestId: string | null;
  target: string | null;
  from: Date | null;
  to: Date | null;
  /** Part of a type, an actor or a target. */
  text: string | null;
};

export type AuditRow = {
  id: string;
  seq: number | null;
  type: string;
  data: Readonly<Record<string, unknown>>;
  context: Readonly<Record<string, unknown>> | null;
  at: Date;
  erased_at: Date | null;
  /** Whom `context.actor` names; null where they are gone, or nobody. */
  actor_name: string | null;
  /** The identifier of a user without a name, to be masked. */
  actor_identifier: string | null;
  actor_identifier_type: "email" | "phone" | null;
};

const OF_ACTOR = "CASE WHEN f.actor ~ '^(key|member|user):[0-9a-f-]{36}$' THEN split_part(f.actor, ':', 2)::uuid END";

// Whoever acts is looked up once a row, and only in the environment's own tables.
const NAMES = `LEFT JOIN LATERAL (
    SELECT coalesce(
      (SELECT k.name FROM api_keys k WHERE k.environment_id = $2 AND k.id = w.id AND w.kind = 'key'),
      (SELECT coalesce(m.name, m.email) FROM members m JOIN environments e ON e.customer_id = m.customer_id
        WHERE e.id = $2 AND m.id = w.id AND w.kind = 'member'),
      (SELECT u.name FROM users u WHERE u.environment_id = $2 AND u.id = w.id AND w.kind = 'user')) AS name,
      (SELECT i.type || ':' || i.value FROM identifiers i WHERE i.environment_id = $2 AND i.user_id = w.id AND w.kind = 'user'
        ORDER BY i.created_at LIMIT 1) AS identifier
    FROM (SELECT split_part(f.actor, ':', 1) AS kind, ${OF_ACTOR} AS id OFFSET 0) w
  ) n ON true`;

const COLUMNS = `f.id, f.seq::float8 AS seq, f.type, f.data, f.context, f.at, f.erased_at, n.name AS actor_name,
  substr(n.identifier, strpos(n.identifier, ':') + 1) AS actor_identifier, split_part(n.identifier, ':', 1) AS actor_identifier_type`;

// The newest $7 entries after the cursor are looked at, and no more: a filter that fits nothing cannot read it all. A
// cursor whose entry is gone has nothing behind it: retention takes the oldest first.
const LIST = statement(
  "audit_list",
  `WITH scanned AS MATERIALIZED (
  SELECT id, seq, type, data, context, at, erased_at, context->>'actor' AS actor, context->>'target' AS target FROM audit_log
  WHERE environment_id = $2 AND (at, id) < (
      CASE WHEN $3::uuid IS NULL THEN 'infinity' ELSE (SELECT c.at FROM audit_log c WHERE c.id = $3 AND c.environment_id = $2) END,
      coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    AND at >= coalesce($4::timestamptz, '-infinity') AND at < coalesce($5::timestamptz, 'infinity')
  ORDER BY at DESC, id DESC LIMIT $7::int
), found AS (
  SELECT * FROM scanned WHERE ($8::text IS NULL OR type = $8 OR starts_with(type, $8 || '.')) AND ($9::text IS NULL OR actor = $9)
    AND ($10::text IS NULL OR context->>'ip' = $10) AND ($11::text IS NULL OR context->>'request_id' = $11)
    AND ($12::text IS NULL OR target = $12)
    AND ($13::text IS NULL OR strpos(lower(concat_ws(' ', type, actor, target)), lower($13)) > 0)
  ORDER BY at DESC, id DESC LIMIT $6::int
)
SELECT s.scanned, s.last_id, ${COLUMNS}
FROM (SELECT count(*)::int AS scanned, (SELECT id FROM scanned ORDER BY at, id LIMIT 1) AS last_id FROM scanned WHERE $1::float8 IS NOT NULL) s
  LEFT JOIN found f ON true ${NAMES} ORDER BY f.at DESC, f.id DESC`,
);

const READ = statement(
  "audit_read",
  `SELECT ${COLUMNS} FROM (SELECT *, context->>'actor' AS actor FROM audit_log WHERE id = $3::uuid AND environment_id = $2 AND $1::float8 IS NOT NULL) f ${NAMES}`,
);

type Listed = { scanned: number; last_id: string | null } & { [Column in keyof AuditRow]: AuditRow[Column] | null };

/**
 * Entries of an environment, newest first: at most `limit` of the `scan` newest that come after `afterId`. `more`: there
 * are entries beyond those looked at; `lastId` is the last one that was looked at.
 */
export async function listAuditRows(
  db: Database,
  environmentId: string,
  page: { afterId: string | null; limit: number; scan: number; filters: AuditFilters },
): Promise<{ rows: AuditRow[]; lastId: string | null; more: boolean }> {
  const { type, actor, ip, requestId, target, from, to, text } = page.filters;
  const found = await db.run<Listed>(LIST, [
    db.clockOffsetSeconds(),
    environmentId,
    page.afterId,
    from,
    to,
    page.limit,
    page.scan,
    type,
    actor,
    ip,
    requestId,
    target,
    text,
  ]);
  const [first] = found;
  return {
    rows: found.flatMap((row) => toRow(row) ?? []),
    lastId: first?.last_id ?? null,
    more: (first?.scanned ?? 0) >= page.scan,
  };
}

function toRow({ scanned: _, last_id: __, ...row }: Listed): AuditRow | null {
  const { id, type, at, data } = row;
  return id === null || type === null || at === null ? null : { ...row, id, type, at, data: data ?? {} };
}

/** One entry of the environment, or null. */
export async function readAuditRow(db: Database, environmentId: string, id: string): Promise<AuditRow | null> {
  const [row] = await db.run<AuditRow>(READ, [db.clockOffsetSeconds(), environmentId, id]);
  return row ?? null;
}

/** Where a chain ends and what retention has taken of it; links are empty where it has not begun. */
export type AuditEnds = {
  seq: number;
  link: Uint8Array;
  mac: Uint8Array | null;
  dropped_seq: number;
  dropped_link: Uint8Array;
};

const ENDS = statement(
  "audit_ends",
  "SELECT seq::float8 AS seq, link, mac, dropped_seq::float8 AS dropped_seq, dropped_link FROM audit_heads WHERE environment_id = $1",
);

/** The ends of an environment's chain; null for one that nothing was sealed in. */
export async function readAuditEnds(db: Database, environmentId: string): Promise<AuditEnds | null> {
  const [row] = await db.run<AuditEnds>(ENDS, [environmentId]);
  return row ?? null;
}

/** An entry as it was sealed: the texts that its commitment is made of, and its link. */
export type SealedRow = {
  id: string;
  environment_id: string;
  type: string;
  data: string;
  context: string | null;
  at: string;
  seq: number;
  nonce: Uint8Array | null;
  commitment: Uint8Array | null;
  link: Uint8Array | null;
  erased: boolean;
};

const SEALED = statement(
  "audit_sealed",
  `SELECT ${AUDIT_TEXT}, seq::float8 AS seq, nonce, commitment, link, erased_at IS NOT NULL AS erased FROM audit_log
WHERE environment_id = $1 AND seq > $2::bigint ORDER BY seq LIMIT $3::int`,
);

/** Sealed entries of an environment in the order of the chain, after that number. */
export async function readSealed(
  db: Database,
  environmentId: string,
  { afterSeq, limit }: { afterSeq: number; limit: number },
): Promise<SealedRow[]> {
  return db.run<SealedRow>(SEALED, [environmentId, afterSeq, limit]);
}

const UNSEALED = statement(
  "audit_unsealed",
  `SELECT a.id FROM audit_log a WHERE a.environment_id = $1 AND a.seq IS NULL
  AND a.at > (SELECT b.at FROM audit_log b WHERE b.environment_id = $1 AND b.seq IS NOT NULL ORDER BY b.seq LIMIT 1) ORDER BY a.at LIMIT 1`,
);

/** An entry without a number that is younger than the beginning of the chain: nobody of ours wrote it. */
export async function findUnsealed(db: Database, environmentId: string): Promise<string | null> {
  const [row] = await db.run<{ id: string }>(UNSEALED, [environmentId]);
  return row?.id ?? null;
}

// What waits to be sealed counts: it is told in the same transaction as it is done.
const toldOf = (
  type: string,
) => `SELECT data, at FROM audit_log WHERE environment_id = $1 AND type = '${type}' AND seq IS NOT NULL
  UNION ALL SELECT data, created_at FROM outbox WHERE environment_id = $1 AND kind = 'event' AND type = '${type}'`;

const PRUNED = statement(
  "audit_pruned",
  `SELECT max((t.data->>'up_to_seq')::float8) AS seq FROM (${toldOf("audit.pruned")}) t`,
);

/** The last entry that retention says it has taken; 0 where it has taken none. */
export async function readPrunedSeq(db: Database, environmentId: string): Promise<number> {
  const [row] = await db.run<{ seq: number | null }>(PRUNED, [environmentId]);
  return row?.seq ?? 0;
}

const ERASED = statement(
  "audit_erased_seqs",
  `SELECT DISTINCT e.seq::float8 AS seq FROM (${toldOf("audit.erased")}) t
  CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN jsonb_typeof(t.data->'seqs') = 'array' THEN t.data->'seqs' ELSE '[]' END) e (seq)`,
);

/** The numbers of the entries that the log says were erased. */
export async function readErasedSeqs(db: Database, environmentId: string): Promise<Set<number>> {
  return new Set((await db.run<{ seq: number }>(ERASED, [environmentId])).map(({ seq }) => seq));
}

/**
 * Takes the content out of the entries that tell of a user, of at most `limit` entries after that number, but for those
 * that say what was erased. Their promises and links stay. Answers their numbers; `lastSeq` is null where there is nothing
 * behind.
 */
export async function eraseAuditRows(
  tx: Orm,
  environmentId: string,
  { userId, afterSeq, limit, at }: { userId: string; afterSeq: number; limit: number; at: Date },
): Promise<{ seqs: number[]; lastSeq: number | null }> {
  const answered = await tx.execute(sql`WITH range AS MATERIALIZED (
    SELECT id, seq, type, data, context FROM audit_log
    WHERE environment_id = ${environmentId} AND seq > ${afterSeq}::bigint AND erased_at IS NULL ORDER BY seq LIMIT ${limit}::int
  ), erased AS (
    UPDATE audit_log a SET data = '{}'::jsonb, context = NULL, nonce = NULL, erased_at = ${at.toISOString()}::timestamptz
    WHERE a.id = ANY (ARRAY(SELECT id FROM range WHERE type <> 'audit.erased'
      AND (context->>'actor' = 'user:' || ${userId} OR context->>'target' = 'user:' || ${userId} OR data->>'user_id' = ${userId})))
    RETURNING seq
  )
  SELECT (SELECT coalesce(jsonb_agg(seq ORDER BY seq), '[]'::jsonb) FROM erased) AS seqs, (SELECT max(seq)::float8 FROM range) AS last_seq`);
  const [row] = rowsOf<{ seqs: number[]; last_seq: number | null }>(answered);
  return { seqs: row?.seqs ?? [], lastSeq: row?.last_seq ?? null };
}
