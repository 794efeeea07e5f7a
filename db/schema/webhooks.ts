import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { environments } from "./account";
import { bytea, createdAt, environmentId, moment } from "./columns";

/**
 * Where a customer's server is told of events. `events` empty means all. Off while `disabled_at` is set. Gone for
 * everybody from `deleted_at` on; its deliveries go in batches, and it goes with the last of them.
 */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    url: text("url").notNull(),
    events: text("events").array().notNull(),
    description: text("description"),
    secretEncrypted: bytea("secret_encrypted").notNull(),
    /** Signs beside the new one until its end, so that a receiver can change over in peace. */
    previousSecretEncrypted: bytea("previous_secret_encrypted"),
    previousSecretUntil: moment("previous_secret_until"),
    /** The request that made the present secret, so that its repetition drops none that a receiver has. */
    rotationId: uuid("rotation_id"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    disabledAt: moment("disabled_at"),
    disabledReason: text("disabled_reason"),
    /** Since when no delivery has succeeded; null while they do. */
    failingSince: moment("failing_since"),
    failures: integer("failures").notNull().default(0),
    lastDeliveryAt: moment("last_delivery_at"),
    /** Which notice of failing was given last: 1 at the first failure, 2 after three days, 3 when it was turned off. */
    noticeLevel: integer("notice_level").notNull().default(0),
    /** When it was last told that it leads to an address that is not public. */
    refusalToldAt: moment("refusal_told_at"),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    primaryKey({ name: "webhook_endpoints_pk", columns: [table.environmentId, table.id] }),
    index("webhook_endpoints_deleted").on(table.deletedAt).where(sql`deleted_at IS NOT NULL`),
  ],
);

/**
 * One event for one endpoint. `due_at` is also the lease; null when it is over: delivered, or failed for good. The body
 * is made of type, data and event time at each attempt, so it is the same each time.
 */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    endpointId: uuid("endpoint_id").notNull(),
    eventId: uuid("event_id").notNull(),
    eventType: text("event_type").notNull(),
    data: jsonb("data").notNull(),
    eventAt: moment("event_at").notNull(),
    createdAt: moment("created_at").notNull(),
    dueAt: moment("due_at"),
    attempts: integer("attempts").notNull().default(0),
    /** How many of them were made before it was last sent again by hand: its schedule began anew there. */
    attemptsBefore: integer("attempts_before").notNull().default(0),
    deliveredAt: moment("delivered_at"),
    failedAt: moment("failed_at"),
  },
  (table) => [
    primaryKey({ name: "webhook_deliveries_pk", columns: [table.environmentId, table.id] }),
    index("webhook_deliveries_due")
      .on(table.environmentId, table.endpointId, table.dueAt)
      .where(sql`due_at IS NOT NULL`),
    index("webhook_deliveries_due_first").on(table.dueAt).where(sql`due_at IS NOT NULL`),
    index("webhook_deliveries_of_endpoint").on(table.environmentId, table.endpointId, table.createdAt, table.id),
    index("webhook_deliveries_by_age").on(table.createdAt),
    index("webhook_deliveries_failed")
      .on(table.environmentId, table.endpointId, table.createdAt)
      .where(sql`failed_at IS NOT NULL`),
    foreignKey({
      name: "webhook_deliveries_endpoint",
      columns: [table.environmentId, table.endpointId],
      foreignColumns: [webhookEndpoints.environmentId, webhookEndpoints.id],
    }).onDelete("cascade"),
  ],
);

/** Every attempt of a delivery with what came of it. `reason` is null where it succeeded. The answer is cut at 16 kB. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    environmentId: environmentId(),
    deliveryId: uuid("delivery_id").notNull(),
    number: integer("number").notNull(),
    at: moment("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    requestHeaders: jsonb("request_headers").notNull(),
    status: integer("status"),
    reason: text("reason"),
    responseHeaders: jsonb("response_headers"),
    responseBody: text("response_body"),
  },
  (table) => [
    primaryKey({ name: "webhook_attempts_pk", columns: [table.environmentId, table.deliveryId, table.number] }),
    foreignKey({
      name: "webhook_attempts_delivery",
      columns: [table.environmentId, table.deliveryId],
      foreignColumns: [webhookDeliveries.environmentId, webhookDeliveries.id],
    }).onDelete("cascade"),
  ],
);

/** A receiver of ours to try webhooks without a server, for 24 hours. Its address holds a token, kept as a hash. */
export const echoReceivers = pgTable(
  "echo_receivers",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    tokenHash: bytea("token_hash").notNull().unique(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [primaryKey({ name: "echo_receivers_pk", columns: [table.environmentId, table.id] })],
);

/** What such a receiver got. */
export const echoRequests = pgTable(
  "echo_requests",
  {
    environmentId: environmentId(),
    id: uuid("id").notNull(),
    receiverId: uuid("receiver_id").notNull(),
    headers: jsonb("headers").notNull(),
    body: text("body").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ name: "echo_requests_pk", columns: [table.environmentId, table.id] }),
    index("echo_requests_of_receiver").on(table.environmentId, table.receiverId, table.at),
    foreignKey({
      name: "echo_requests_receiver",
      columns: [table.environmentId, table.receiverId],
      foreignColumns: [echoReceivers.environmentId, echoReceivers.id],
    }).onDelete("cascade"),
  ],
);
