import type { Database, Statement } from "../client";
import { CLOCK, statement } from "./statement";

/** What goes in one step, at most `limit` rows. Answers how many. */
export type Sweep = { name: string; delete(db: Database, limit: number): Promise<number> };

/** A table that is read once through, a piece at a time, for rows that no index finds by their age. */
export type Walk = { name: string; walk(db: Database, fromBlock: number, blocks: number): Promise<WalkedRow> };

/** `more`: there was something beyond this piece. */
export type WalkedRow = { gone: number; more: boolean };

/**
 * What an environment's settings say, or the default, both in the setting's own unit; in live within the operator's
 * bounds, as whoever reads the settings is told.
 */
function setting(name: string, otherwise: number): string {
  const said = `coalesce((SELECT (s.settings #>> '{retention,${name}}')::int FROM settings s
  WHERE s.environment_id = e.id ORDER BY s.version DESC LIMIT 1), ${otherwise})`;
  const bound = (end: "min" | "max") =>
    `CASE WHEN e.kind = 'live' THEN (SELECT CASE WHEN jsonb_typeof(b.settings #> '{bounds,retention.${name},${end}}') = 'number'
    THEN (b.settings #>> '{bounds,retention.${name},${end}}')::numeric::int END FROM system_settings b
  ORDER BY b.version DESC LIMIT 1) END`;
  return `greatest(least(${said}, ${bound("max")}), ${bound("min")})`;
}

/** Until when rows of the environment `e` are old, worked out once, ahead of the scan. */
const until = (interval: string) => `CROSS JOIN LATERAL (SELECT ${CLOCK} - ${interval} AS until OFFSET 0) t`;

/** The first id of a moment: ids are UUIDv7, so below it are those made before. */
const firstIdOf = (moment: string) =>
  `(lpad(to_hex(floor(extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

// So what is old is the beginning of each environment's primary key, however much there is beyond it.
const FIRST_ID = `CROSS JOIN LATERAL (SELECT ${firstIdOf("t.until")} AS id OFFSET 0) f`;

/**
 * The old rows `x` of each environment, by an index that begins with it. What another process is deleting is left to
 * it.
 */
function ofEnvironments(table: string, interval: string, old: string, order: string, more = ""): Sweep {
  return sweep(
    table,
    `WITH old AS MATERIALIZED (
  SELECT x.place FROM environments e ${until(interval)} ${more}
    CROSS JOIN LATERAL (SELECT x.ctid AS place FROM ${table} x WHERE x.environment_id = e.id AND ${old}
      ORDER BY ${order} LIMIT $2::int FOR UPDATE SKIP LOCKED) x
  LIMIT $2
)
DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT place FROM old)) RETURNING 1`,
  );
}

/** The oldest rows of a table by an index on their time. */
function byAge(table: string, column: string, interval: string): Sweep {
  return sweep(
    table,
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table}
  WHERE ${column} < (SELECT ${CLOCK} - interval '${interval}') ORDER BY ${column} LIMIT $2::int FOR UPDATE SKIP LOCKED)) RETURNING 1`,
  );
}

function sweep(table: string, text: string, name = table): Sweep {
  const prepared = statement(`sweep_${name}`, text);
  return {
    name,
    delete: async (db, limit) => (await db.run(prepared, [db.clockOffsetSeconds(), limit])).length,
  };
}

// Only from the chain's beginning, so that what is kept is a chain: an entry goes when all before it do. No SKIP LOCKED:
// a gap would read as an entry that somebody took out. The head remembers where the rest begins, and the log itself is
// told, so that nobody else can cut its beginning off unseen.
const AUDIT = `WITH gone AS (
  DELETE FROM audit_log WHERE id = ANY (ARRAY(
    SELECT old.id FROM environments e ${until(`make_interval(days => ${setting("audit_days", 90)})`)}
      CROSS JOIN LATERAL (SELECT a.at FROM audit_log a WHERE a.environment_id = e.id AND a.seq IS NOT NULL ORDER BY a.seq LIMIT 1) oldest
      CROSS JOIN LATERAL (SELECT w.id FROM (
        SELECT a.id, bool_and(a.at < t.until) OVER (ORDER BY a.seq) AS old FROM (
          SELECT id, seq, at FROM audit_log WHERE environment_id = e.id AND seq IS NOT NULL ORDER BY seq LIMIT $2::int) a) w
        WHERE w.old) old
    WHERE oldest.at < t.until LIMIT $2)) RETURNING environment_id, seq, link
), begins AS (
  UPDATE audit_heads h SET dropped_seq = g.seq, dropped_link = g.link
  FROM (SELECT DISTINCT ON (environment_id) environment_id, seq, link FROM gone ORDER BY environment_id, seq DESC) g
  WHERE h.environment_id = g.environment_id AND h.dropped_seq < g.seq
  RETURNING h.environment_id, h.dropped_seq
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), b.environment_id, 'event', 'audit.pruned', jsonb_build_object('up_to_seq', b.dropped_seq),
    '{"actor":"system"}'::jsonb, ${CLOCK}, ${CLOCK} FROM begins b
)
SELECT 1 FROM gone`;

/**
 * What goes at its time, in batches and by index. Challenges take their messages along, deliveries their attempts. Whole
 * days are those of the settings; a quota's period is past 62 days after its first day.
 */
export const SWEEPS: readonly Sweep[] = [
  ofEnvironments(
    "challenges",
    `make_interval(hours => ${setting("challenge_hours", 24)})`,
    "x.id < f.id AND x.ends_at <= t.until",
    "x.id",
    FIRST_ID,
  ),
  ofEnvironments("mailbox_messages", "interval '24 hours'", "x.id < f.id", "x.id", FIRST_ID),
  sweep("audit_log", AUDIT),
  // From before there was a chain.
  sweep(
    "audit_log",
    `DELETE FROM audit_log WHERE id = ANY (ARRAY(SELECT x.id FROM environments e ${until(`make_interval(days => ${setting("audit_days", 90)})`)}
    CROSS JOIN LATERAL (SELECT a.id FROM audit_log a WHERE a.environment_id = e.id AND a.at < t.until AND a.seq IS NULL
      ORDER BY a.at LIMIT $2::int) x LIMIT $2)) RETURNING 1`,
    "audit_log_unsealed",
  ),
  ofEnvironments(
    "request_log",
    `make_interval(days => ${setting("request_log_days", 30)})`,
    "x.at < t.until",
    "x.at, x.id",
  ),
  byAge("idempotency_keys", "created_at", "24 hours"),
  byAge("webhook_deliveries", "created_at", "30 days"),
  // A code waits at its provider for ten minutes, and for a day at the most.
  byAge("verify_sids", "claimed_at", "48 hours"),
  ofEnvironments("echo_receivers", "interval '0'", "x.expires_at < t.until", "x.id"),
  sweep(
    "domain_shares",
    `DELETE FROM domain_shares WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM domain_shares
  WHERE expires_at < (SELECT ${CLOCK}) LIMIT $2::int FOR UPDATE SKIP LOCKED)) RETURNING 1`,
  ),
  ofEnvironments("spray_counts", "interval '2 hours'", "x.starts_at < t.until", "x.starts_at"),
  ofEnvironments("prefix_counts", "interval '12 hours'", "x.starts_at < t.until", "x.starts_at"),
  ofEnvironments("sms_spend", "interval '400 days'", "x.day < t.until::date", "x.day"),
  ofEnvironments(
    "active_users",
    "interval '400 days'",
    "x.period = p.period AND x.starts_at < t.until",
    "x.starts_at",
    "CROSS JOIN (VALUES ('hour'), ('day'), ('month')) p (period)",
  ),
  // Days and months are what bills, and stay.
  ofEnvironments(
    "usage_counts",
    "interval '400 days'",
    "x.period = 'hour' AND x.starts_at < t.until",
    "x.starts_at, x.metric, x.dimension",
  ),
  ...["traffic_hours", "traffic_days", "latency_hourly", "latency_daily"].map((table) =>
    byAge(table, "starts_at", "400 days"),
  ),
  sweep(
    "customer_quota_slots",
    `DELETE FROM customer_quota_slots WHERE ctid = ANY (ARRAY(SELECT ctid FROM customer_quota_slots
  WHERE span IN ('day', 'month') AND period < (SELECT (${CLOCK} - interval '62 days')::date) LIMIT $2::int FOR UPDATE SKIP LOCKED)) RETURNING 1`,
  ),
];

/** Whether an id that is renewed with each use was made longer ago than that. */
const idleSince = (column: string, interval: string) =>
  `${column} < (SELECT ${firstIdOf(`${CLOCK} - interval '${interval}'`)})`;

/**
 * Deletes the old rows `x` of a stretch of a table's blocks (a TID range scan). For what has no index on its age: such an
 * index would change with every sign-in, refresh or send, and cost more than it saves.
 */
function walking(table: string, old: string): Walk {
  const prepared: Statement = statement(
    `walk_${table}`,
    `WITH old AS MATERIALIZED (
  SELECT x.ctid AS place FROM ${table} x WHERE x.ctid >= format('(%s,0)', $2::bigint)::tid AND x.ctid < format('(%s,0)', $2::bigint + $3::bigint)::tid
    AND ${old} FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT place FROM old)) RETURNING 1
)
SELECT (SELECT count(*)::int FROM gone) AS gone,
  pg_relation_size('${table}') > ($2::bigint + $3::bigint) * current_setting('block_size')::bigint AS more`,
  );
  return {
    name: table,
    async walk(db, fromBlock, blocks) {
      const [row] = await db.run<WalkedRow>(prepared, [db.clockOffsetSeconds(), fromBlock, blocks]);
      return row ?? { gone: 0, more: false };
    },
  };
}

const ENDED_30_DAYS = (ends: string) =>
  `least(${ends}, coalesce(x.revoked_at, 'infinity')) < (SELECT ${CLOCK} - interval '30 days')`;

/**
 * What goes when somebody passes by. A guard says nothing any more when nothing was sent for 30 days, nothing has failed
 * since, and none of its challenges can be met: its round starts afresh with the next one.
 */
export const WALKS: readonly Walk[] = [
  walking(
    "identifier_guards",
    `x.failures = 0 AND x.wait_until <= (SELECT ${CLOCK}) AND x.succeeded_at < (SELECT ${CLOCK} - interval '30 days')
    AND ${idleSince("x.last_message_id", "30 days")}
    AND NOT EXISTS (SELECT FROM challenges c WHERE c.environment_id = x.environment_id AND c.identifier_key = x.identifier_key
      AND c.purpose = x.purpose AND c.ends_at > (SELECT ${CLOCK}))`,
  ),
  walking("mailbox_guards", idleSince("x.last_message_id", "30 days")),
  walking("sessions", ENDED_30_DAYS("x.idle_expires_at, x.absolute_expires_at")),
  walking("member_sessions", ENDED_30_DAYS("x.expires_at")),
  walking("suppressions", `x.expires_at < (SELECT ${CLOCK})`),
  walking("quota_notices", `x.period < (SELECT (${CLOCK} - interval '62 days')::date)`),
];
