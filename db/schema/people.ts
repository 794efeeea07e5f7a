import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { environments } from "./account";
import { createdAt, environmentId, moment } from "./columns";

/** A customer's end user. No foreign key to `environments`: every sign-in would lock that one row. */
export const users = pgTable(
  "users",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    name: text("name"),
    locale: text("locale"),
    role: text("role", { enum: ["user", "admin", "super"] })
      .notNull()
      .default("user"),
    metadata: jsonb("metadata").notNull().default({}),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    blockedAt: moment("blocked_at"),
  },
  (table) => [
    primaryKey({ name: "users_pk", columns: [table.environmentId, table.id] }),
    check("users_role", sql`${table.role} IN ('user', 'admin', 'super')`),
  ],
);

/** An address or number of a user, in its canonical spelling; unique in its environment. */
export const identifiers = pgTable(
  "identifiers",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    type: text("type", { enum: ["email", "phone", "username"] }).notNull(),
    value: text("value").notNull(),
    verifiedAt: moment("verified_at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: "identifiers_pk", columns: [table.environmentId, table.id] }),
    unique("identifiers_by_value").on(table.environmentId, table.type, table.value),
    index("identifiers_of_user").on(table.environmentId, table.userId),
    foreignKey({
      name: "identifiers_user",
      columns: [table.environmentId, table.userId],
      foreignColumns: [users.environmentId, users.id],
    }).onDelete("cascade"),
  ],
);

/**
 * An organisation among a customer's users, and how its codes look: null means as everybody's of the environment. Its own
 * domains and accounts at providers carry its id. `external_…`: whom a provider of its own knows it as; one tenant each.
 */
export const tenants = pgTable(
  "tenants",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    externalProvider: text("external_provider"),
    externalTenantId: text("external_tenant_id"),
    /** What its messages call the app. */
    appName: text("app_name"),
    /** Who its mail says it is from. */
    senderName: text("sender_name"),
    /** What its mail comes from, as long as the domain in it is verified. */
    senderAddress: text("sender_address"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "tenants_pk", columns: [table.environmentId, table.id] }),
    uniqueIndex("tenants_external")
      .on(table.environmentId, table.externalProvider, table.externalTenantId)
      .where(sql`external_provider IS NOT NULL`),
    check("tenants_external_whole", sql`(${table.externalProvider} IS NULL) = (${table.externalTenantId} IS NULL)`),
  ],
);
