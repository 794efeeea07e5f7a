import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, createdAt, environmentId, moment } from "./columns";
import { users } from "./people";

/**
 * A signed-in user on one device: a family of refresh tokens, of which `generation` is the only live one. The tokens are
 * derived; of their salt only the hash is kept. `challenge_id` has no foreign key: challenges go after 24 hours.
 */
export const sessions = pgTable(
  "sessions",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    challengeId: uuid("challenge_id").notNull(),
    deviceId: bytea("device_id").notNull(),
    /** Of the identifier that signed in: with the device's id it makes the device token again. */
    identifierKey: bytea("identifier_key").notNull(),
    generation: integer("generation").notNull().default(0),
    saltHash: bytea("salt_hash").notNull(),
    restoreEpoch: integer("restore_epoch").notNull(),
    devMode: boolean("dev_mode").notNull(),
    amr: text("amr").array().notNull(),
    userAgent: text("user_agent"),
    ip: text("ip"),
    createdAt: createdAt(),
    rotatedAt: moment("rotated_at").notNull(),
    idleExpiresAt: moment("idle_expires_at").notNull(),
    absoluteExpiresAt: moment("absolute_expires_at").notNull(),
    revokedAt: moment("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (table) => [
    primaryKey({ name: "sessions_pk", columns: [table.environmentId, table.id] }),
    index("sessions_of_user").on(table.environmentId, table.userId),
    foreignKey({
      name: "sessions_user",
      columns: [table.environmentId, table.userId],
      foreignColumns: [users.environmentId, users.id],
    }).onDelete("cascade"),
  ],
);
