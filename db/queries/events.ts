import { sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { rowsOf } from "./rows";
import { CLOCK, clockSql, statement } from "./statement";

/** An event as it left the outbox. `data` and `context` are the text that Postgres makes of them: always the same. */
export type TakenEvent = {
  id: string;
  environment_id: string;
  type: string;
  data: string;
  context: string | null;
  /** RFC 3339 in UTC, to the microsecond. */
  at: string;
};

/** An event as it goes into the audit log. */
export type SealedEvent = TakenEvent & { seq: number; nonce: Buffer; commitment: Buffer; link: Buffer };

/** Where an environment's chain ends, and the MAC over that; `link` is empty where it has not begun. */
export type AuditHead = { environment_id: string; seq: number; link: Buffer; mac: Buffer | null };

const AT_TEXT = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns that an entry's commitment is made of, as text, from a row of the audit log. */
export const AUDIT_TEXT = `id, environment_id, type, data::text AS data, context::text AS context, ${AT_TEXT("at")} AS at`;

const WAITING = statement(
  "events_waiting",
  `SELECT id FROM outbox WHERE kind = 'event' AND due_at <= (SELECT ${CLOCK}) ORDER BY due_at LIMIT 1`,
);

/** Whether any event is due. */
export async function areEventsWaiting(db: Database): Promise<boolean> {
  return (await db.run(WAITING, [db.clockOffsetSeconds()])).length > 0;
}

/**
 * Takes events that are due out of the outbox, the oldest first, at most `limit`; those that another takes are passed
 * over.
 */
export async function takeEvents(tx: Orm, clockOffsetSeconds: number, limit: number): Promise<TakenEvent[]> {
  const clock = clockSql(clockOffsetSeconds);
  const taken = await tx.execute<TakenEvent>(sql`WITH taken AS (
    DELETE FROM outbox WHERE id = ANY (ARRAY(
      SELECT id FROM outbox WHERE kind = 'event' AND due_at <= (SELECT ${clock}) ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
    RETURNING *
  )
  SELECT id, environment_id, type, data::text AS data, context::text AS context, ${sql.raw(AT_TEXT("created_at"))} AS at
  FROM taken ORDER BY created_at, id`);
  return rowsOf(taken);
}

/** Of these ids, the entries that the audit log has already. */
export async function readEntries(tx: Orm, ids: readonly string[]): Promise<TakenEvent[]> {
  const json = JSON.stringify(ids);
  return rowsOf(
    await tx.execute<TakenEvent>(sql`SELECT ${sql.raw(AUDIT_TEXT)} FROM audit_log
      WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text(${json}::text::jsonb)::uuid))`),
  );
}

/** Locks the ends of these environments' chains until the transaction ends, in one order, and begins those that are new. */
export async function lockHeads(tx: Orm, environmentIds: readonly string[], at: Date): Promise<AuditHead[]> {
  const json = JSON.stringify(environmentIds);
  return rowsOf(
    await tx.execute<AuditHead>(sql`INSERT INTO audit_heads AS h (environment_id, seq, link, sealed_at)
      SELECT e::uuid, 0, ''::bytea, ${at.toISOString()}::timestamptz FROM jsonb_array_elements_text(${json}::text::jsonb) e ORDER BY 1
      ON CONFLICT (environment_id) DO UPDATE SET seq = h.seq
      RETURNING environment_id, seq::float8 AS seq, link, mac`),
  );
}

/** Adds sealed entries, and moves the ends of their chains. */
export async function insertEntries(
  tx: Orm,
  entries: readonly SealedEvent[],
  heads: readonly AuditHead[],
  at: Date,
): Promise<void> {
  const rows = JSON.stringify(
    entries.map(({ nonce, commitment, link, ...row }) => ({ ...row, ...hexOf({ nonce, commitment, link }) })),
  );
  await tx.execute(sql`INSERT INTO audit_log (id, environment_id, type, data, context, at, seq, nonce, commitment, link)
    SELECT r.id, r.environment_id, r.type, r.data::jsonb, r.context::jsonb, r.at, r.seq, decode(r.nonce, 'hex'), decode(r.commitment, 'hex'), decode(r.link, 'hex')
    FROM jsonb_to_recordset(${rows}::text::jsonb) AS r(id uuid, environment_id uuid, type text, data text, context text, at timestamptz,
      seq bigint, nonce text, commitment text, link text)`);
  const ends = JSON.stringify(
    heads.map(({ link, mac, ...head }) => ({ ...head, ...hexOf({ link }), mac: mac?.toString("hex") ?? null })),
  );
  await tx.execute(sql`UPDATE audit_heads h SET seq = r.seq, link = decode(r.link, 'hex'), mac = decode(r.mac, 'hex'), sealed_at = ${at.toISOString()}::timestamptz
    FROM jsonb_to_recordset(${ends}::text::jsonb) AS r(environment_id uuid, seq bigint, link text, mac text)
    WHERE h.environment_id = r.environment_id`);
}

function hexOf<Name extends string>(bytes: Record<Name, Buffer>): { [key: string]: string } {
  return Object.fromEntries(Object.entries<Buffer>(bytes).map(([name, value]) => [name, value.toString("hex")]));
}
