import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, createdAt, environmentId, moment } from "./columns";

/**
 * The company with an account. Its state is derived: cancelled, else suspended, else active. Quotas and features that are
 * null come from the plan. `delete_after` is the end of the time in which a deletion can be undone.
 */
export const customers = pgTable(
  "customers",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    plan: text("plan").notNull().default("free"),
    /** Codes of all live environments together; the operator's own number instead of the plan's. */
    dailyQuota: integer("daily_quota"),
    monthlyQuota: integer("monthly_quota"),
    /** Features that differ from the plan's. */
    features: jsonb("features").notNull().default({}),
    createdAt: createdAt(),
    suspendedAt: moment("suspended_at"),
    suspendedReason: text("suspended_reason"),
    cancelledAt: moment("cancelled_at"),
    deletionRequestedAt: moment("deletion_requested_at"),
    deleteAfter: moment("delete_after"),
  },
  (table) => [index("customers_to_delete").on(table.deleteAfter).where(sql`delete_after IS NOT NULL`)],
);

/** A person who signs in to the dashboard. `email` is canonical; removed members keep their row for the record. */
export const members = pgTable(
  "members",
  {
    id: uuid("id").primaryKey(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    email: text("email").notNull(),
    name: text("name"),
    role: text("role", { enum: ["owner", "admin", "developer", "viewer"] }).notNull(),
    /** At which percents of a quota they are mailed; null until they choose: what their role usually gets. */
    quotaAlerts: integer("quota_alerts").array(),
    /** The projects whose go-live list they have put away. */
    goLiveDismissed: uuid("go_live_dismissed").array().notNull().default([]),
    createdAt: createdAt(),
    removedAt: moment("removed_at"),
  },
  (table) => [
    uniqueIndex("members_of_customer").on(table.customerId, table.email).where(sql`removed_at IS NULL`),
    // One membership an address for now: an invitation to a second customer will widen this index, not the code.
    uniqueIndex("members_by_email").on(table.email).where(sql`removed_at IS NULL`),
    check("members_role", sql`${table.role} IN ('owner', 'admin', 'developer', 'viewer')`),
  ],
);

/** One application of a customer: a name and a brand. */
export const projects = pgTable(
  "projects",
  {
    id: uuid("id").primaryKey(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    brand: jsonb("brand").notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [index("projects_of_customer").on(table.customerId)],
);

/** The unit of isolation. `installation` marks the one that Ninepin's own mail and members' sign-in come from. */
export const environments = pgTable(
  "environments",
  {
    id: uuid("id").primaryKey(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    kind: text("kind", { enum: ["test", "live"] }).notNull(),
    installation: boolean("installation").notNull().default(false),
    /** Of an older version, whose processes read it while this one is deployed. The quota is the customer's. */
    dailyQuota: integer("daily_quota"),
    createdAt: createdAt(),
  },
  (table) => [
    unique("environments_of_project").on(table.projectId, table.kind),
    uniqueIndex("environments_installation").on(table.installation).where(sql`installation`),
    check("environments_kind", sql`${table.kind} IN ('test', 'live')`),
  ],
);

/** A key is kept as SHA-256; only a publishable one, which is no secret, can be read again: it is encrypted beside that. */
export const apiKeys = pgTable(
  "api_keys",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    type: text("type", { enum: ["publishable", "secret"] }).notNull(),
    kind: text("kind", { enum: ["web", "app"] }),
    name: text("name").notNull(),
    keyHash: bytea("key_hash").notNull().unique(),
    hint: text("hint").notNull(),
    publishableKeyEncrypted: bytea("publishable_key_encrypted"),
    allowedOrigins: text("allowed_origins").array().notNull().default([]),
    allowedIps: text("allowed_ips").array().notNull().default([]),
    /** What it may do; null is everything that its type may. */
    scopes: text("scopes").array(),
    /** The key whose place it took; that one goes on until its `expires_at`. */
    replacesId: uuid("replaces_id"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    lastUsedAt: moment("last_used_at"),
    lastUsedIp: text("last_used_ip"),
    lastUsedAgent: text("last_used_agent"),
  },
  (table) => [
    primaryKey({ name: "api_keys_pk", columns: [table.environmentId, table.id] }),
    check("api_keys_type", sql`${table.type} IN ('publishable', 'secret')`),
    check(
      "api_keys_secret_is_never_kept",
      sql`${table.type} = 'publishable' OR ${table.publishableKeyEncrypted} IS NULL`,
    ),
  ],
);

/** A member's browser. Checked on every request, so that ending it here ends it everywhere. */
export const memberSessions = pgTable(
  "member_sessions",
  {
    id: uuid("id").primaryKey(),
    memberId: uuid("member_id").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    restoreEpoch: integer("restore_epoch").notNull(),
    userAgent: text("user_agent"),
    /** When it was used last, to some minutes; null until then. */
    lastSeenAt: moment("last_seen_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    foreignKey({ columns: [table.memberId], foreignColumns: [members.id], name: "member_sessions_member" }),
    index("member_sessions_of_member").on(table.memberId),
  ],
);

/**
 * Origins that a browser may call from, by where they are listed (`settings`, or a key's id): what a preflight asks, which
 * names no environment.
 */
export const allowedOrigins = pgTable(
  "allowed_origins",
  {
    environmentId: environmentId().references(() => environments.id),
    source: text("source").notNull(),
    origin: text("origin").notNull(),
  },
  (table) => [
    primaryKey({ name: "allowed_origins_pk", columns: [table.environmentId, table.source, table.origin] }),
    index("allowed_origins_by_origin").on(table.origin),
  ],
);

/** The operator's settings, by version: bounds of the customers' settings, and what holds for all. The newest counts. */
export const systemSettings = pgTable("system_settings", {
  version: integer("version").primaryKey(),
  settings: jsonb("settings").notNull(),
  author: text("author").notNull(),
  createdAt: createdAt(),
});
