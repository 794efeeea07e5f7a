import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, environmentId, moment } from "./columns";

/**
 * What happened, for 90 days. `id` is the event's. The drainer seals each entry as it writes it: a number without gaps, a
 * commitment to its content (under a nonce, so that it survives the content's erasure) and a link of the environment's
 * keyed hash chain. Entries without a number are older than the chain.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: uuid("id").primaryKey(),
    environmentId: environmentId(),
    type: text("type").notNull(),
    data: jsonb("data").notNull(),
    context: jsonb("context"),
    at: moment("at").notNull(),
    seq: bigint("seq", { mode: "number" }),
    nonce: bytea("nonce"),
    commitment: bytea("commitment"),
    link: bytea("link"),
    /** When its content was erased; the commitment stays. */
    erasedAt: moment("erased_at"),
  },
  (table) => [
    index("audit_log_of_environment").on(table.environmentId, table.at, table.id),
    uniqueIndex("audit_log_sealed").on(table.environmentId, table.seq),
    index("audit_log_by_age").using("brin", table.at),
  ],
);

/**
 * Where an environment's chain ends: locked by whoever adds to it. And where it begins: the last entry that retention
 * took, whose link the oldest kept one builds on. `mac` is over the end: without the root secret it cannot be set back.
 */
export const auditHeads = pgTable("audit_heads", {
  environmentId: environmentId().primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  link: bytea("link").notNull(),
  mac: bytea("mac"),
  sealedAt: moment("sealed_at").notNull(),
  droppedSeq: bigint("dropped_seq", { mode: "number" }).notNull().default(0),
  droppedLink: bytea("dropped_link").notNull().default(sql`''::bytea`),
});

/** Every request to the API for the developer who made it, for 30 days. Secrets are masked before it is written. */
export const requestLog = pgTable(
  "request_log",
  {
    environmentId: environmentId(),
    /** The request's id as the answer gave it. */
    id: text("id").notNull(),
    at: moment("at").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    status: integer("status").notNull(),
    durationMs: integer("duration_ms").notNull(),
    error: text("error"),
    actor: text("actor").notNull(),
    ip: text("ip"),
    userAgent: text("user_agent"),
    request: jsonb("request"),
    response: jsonb("response"),
  },
  (table) => [
    primaryKey({ name: "request_log_pk", columns: [table.environmentId, table.id] }),
    index("request_log_newest").on(table.environmentId, table.at, table.id),
    index("request_log_by_age").using("brin", table.at),
  ],
);
