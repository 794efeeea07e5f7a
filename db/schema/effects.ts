import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, environmentId, moment } from "./columns";

/**
 * Effects that must happen: rows of the transaction of their cause. `due_at` is also the lease: whoever takes a row moves
 * it forward, and a row whose taker died is due again.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey(),
    environmentId: environmentId(),
    kind: text("kind", { enum: ["event", "message", "bounce", "notice"] }).notNull(),
    /** The event's type, the channel of the message, or which notice it is. */
    type: text("type").notNull(),
    data: jsonb("data").notNull(),
    /** For the audit log alone: who, from where, by which request, what it was before and after. */
    context: jsonb("context"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: moment("created_at").notNull(),
    dueAt: moment("due_at").notNull(),
  },
  (table) => [index("outbox_due").on(table.dueAt)],
);

/**
 * Which request made what, for 24 hours: a keyed hash of who asked what, a keyed hash of the body, and the id of the
 * result, chosen before anything is done. Never a secret, so a replay shows none.
 */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    environmentId: environmentId(),
    requestHash: bytea("request_hash").notNull(),
    bodyHash: bytea("body_hash").notNull(),
    resultId: uuid("result_id").notNull(),
    /** Which request runs it: the one that took it last. Only that one may complete it or give it up. */
    holderId: uuid("holder_id").notNull(),
    createdAt: moment("created_at").notNull(),
    /** Until then the request counts as running; after it, whoever repeats it takes it over. */
    lockedUntil: moment("locked_until").notNull(),
    completedAt: moment("completed_at"),
  },
  (table) => [
    primaryKey({ name: "idempotency_keys_pk", columns: [table.environmentId, table.requestHash] }),
    index("idempotency_keys_by_age").on(table.createdAt),
  ],
);

/**
 * Jobs that one process at a time does for the whole installation, and when each was done last. `due_at` is also the
 * lease: of whoever has taken it and died, it runs out.
 */
export const jobRuns = pgTable("job_runs", {
  name: text("name").primaryKey(),
  dueAt: moment("due_at").notNull(),
  startedAt: moment("started_at").notNull(),
  finishedAt: moment("finished_at"),
  /** How many rows the last one did. */
  rows: bigint("rows", { mode: "number" }).notNull().default(0),
  failedAt: moment("failed_at"),
});
