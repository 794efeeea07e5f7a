import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { environmentId, moment } from "./columns";

/**
 * Effects that must happen: rows of the transaction of their cause. `due_at` is also the lease: whoever takes a row moves
 * it forward, and a row whose taker died is due again.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey(),
    environmentId: environmentId(),
    kind: text("kind", { enum: ["event", "message", "bounce"] }).notNull(),
    /** The event's type, or the channel of the message. */
    type: text("type").notNull(),
    data: jsonb("data").notNull(),
    attempts: integer("attempts").notNull().default(0),
    createdAt: moment("created_at").notNull(),
    dueAt: moment("due_at").notNull(),
  },
  (table) => [index("outbox_due").on(table.dueAt)],
);
