import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** What happened, for 90 days. `id` is the event's, so an event that is drained twice is one entry. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: uuid("id").primaryKey(),
    /** Null for what concerns the installation, not one environment. */
    environmentId: uuid("environment_id"),
    type: text("type").notNull(),
    data: jsonb("data").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [index("audit_log_of_environment").on(table.environmentId, table.at.desc())],
);
