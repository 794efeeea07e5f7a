import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, environmentId, moment } from "./columns";

const PERIODS = ["hour", "day", "month"] as const;

/**
 * Committed facts, counted once each, in the statement that takes their event out of the outbox: what bills. `metric` is
 * the event's type, or what is told apart of it; `dimension` a channel, a country, or nothing.
 */
export const usageCounts = pgTable(
  "usage_counts",
  {
    environmentId: environmentId(),
    period: text("period", { enum: PERIODS }).notNull(),
    startsAt: moment("starts_at").notNull(),
    metric: text("metric").notNull(),
    dimension: text("dimension").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({
      name: "usage_counts_pk",
      columns: [table.environmentId, table.period, table.startsAt, table.metric, table.dimension],
    }),
  ],
);

/** Who signed in within a day or month: each user counts once. */
export const activeUsers = pgTable(
  "active_users",
  {
    environmentId: environmentId(),
    period: text("period", { enum: PERIODS }).notNull(),
    startsAt: moment("starts_at").notNull(),
    userId: uuid("user_id").notNull(),
  },
  (table) => [
    primaryKey({ name: "active_users_pk", columns: [table.environmentId, table.period, table.startsAt, table.userId] }),
  ],
);

/**
 * Requests by minute (for an hour or two), and by hour: telemetry that each process adds every few seconds, so a killed
 * one loses its last. `actor` is the key that asked, or the kind of actor.
 */
const traffic = {
  environmentId: environmentId(),
  startsAt: moment("starts_at").notNull(),
  endpoint: text("endpoint").notNull(),
  status: integer("status").notNull(),
  error: text("error").notNull(),
  actor: text("actor").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
};

export const trafficMinutes = pgTable("traffic_minutes", traffic, (table) => [
  primaryKey({
    name: "traffic_minutes_pk",
    columns: [table.environmentId, table.startsAt, table.endpoint, table.status, table.error, table.actor],
  }),
  index("traffic_minutes_by_age").on(table.startsAt),
]);

/** Minutes that are over, moved here by a job: by hour, and the same again by day, so that a year is short to read. */
export const trafficHours = pgTable("traffic_hours", traffic, (table) => [
  primaryKey({
    name: "traffic_hours_pk",
    columns: [table.environmentId, table.startsAt, table.endpoint, table.status, table.error, table.actor],
  }),
  index("traffic_hours_by_age").on(table.startsAt),
]);

export const trafficDays = pgTable("traffic_days", traffic, (table) => [
  primaryKey({
    name: "traffic_days_pk",
    columns: [table.environmentId, table.startsAt, table.endpoint, table.status, table.error, table.actor],
  }),
  index("traffic_days_by_age").on(table.startsAt),
]);

/** How long answers took, by endpoint: a sketch that can be merged, with a bounded relative error. */
const latency = {
  environmentId: environmentId(),
  startsAt: moment("starts_at").notNull(),
  endpoint: text("endpoint").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
  sketch: bytea("sketch").notNull(),
};

export const latencyDaily = pgTable("latency_daily", latency, (table) => [
  primaryKey({ name: "latency_daily_pk", columns: [table.environmentId, table.startsAt, table.endpoint] }),
  index("latency_daily_by_age").on(table.startsAt),
]);

export const latencyHourly = pgTable("latency_hourly", latency, (table) => [
  primaryKey({ name: "latency_hourly_pk", columns: [table.environmentId, table.startsAt, table.endpoint] }),
  index("latency_hourly_by_age").on(table.startsAt),
]);
