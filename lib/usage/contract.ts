import { z } from "zod";
import { DayOrMoment, environmentField, optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";
import type { Range } from "./range";
import type { CurrentUsage, PeriodUsage, QuotaState } from "./read-current-usage";
import type { Counts, Facts, Share } from "./read-facts";
import type { Calls, CountedError, Latency, Traffic } from "./read-traffic";

const rangeFields = {
  environment_id: environmentField,
  from: DayOrMoment.optional().meta({ description: "The last 30 days, or the last 24 hours by hour, unless given." }),
  to: DayOrMoment.optional().meta({ description: "Not included. Now, unless given." }),
  interval: z.enum(["day", "hour"]).default("day").meta({ description: "At most 400 days by day, 31 by hour." }),
  format: z.enum(["json", "csv"]).default("json"),
} as const;

/** Which environment, for the operator. */
export const UsageQuery = z
  .strictObject({ environment_id: environmentField })
  .transform(({ environment_id }) => ({ environmentId: environment_id ?? null }));

/** A stretch of time, in whole hours or days of UTC. */
export const RangeQuery = z.strictObject(rangeFields).transform(({ environment_id, from, to, ...query }) => ({
  ...query,
  environmentId: environment_id ?? null,
  from: from ?? null,
  to: to ?? null,
}));

const count = z.int().nonnegative();
const FACTS = z
  .literal("facts")
  .meta({ description: "Counted exactly, once each, from what was committed: what bills." });
const TELEMETRY = z.literal("telemetry").meta({
  description: "Noted by each process and written every few seconds: a killed process loses its last seconds.",
});

const countFields = {
  otp_requested: count,
  otp_verified: count,
  otp_failed: count.meta({ description: "Wrong codes." }),
  logins: count,
  users_created: count,
  messages_delivered: count,
  messages_bounced: count,
};
/** Messages by channel and country, and codes by the key that asked for them. */
const sharesFields = {
  channels: z.array(z.object({ channel: z.string(), otp_requested: count, otp_verified: count })),
  countries: z.array(z.object({ country: z.string(), otp_requested: count })),
  api_keys: z.array(z.object({ api_key_id: z.string(), otp_requested: count, otp_verified: count, otp_failed: count })),
};
const callFields = { calls: count, client_errors: count, server_errors: count };
const outcomeFields = {
  requested: count,
  verified: count,
  failed: count,
  blocked: count.meta({ description: "Refused for a limit, a quota, a wait or a suppressed recipient." }),
};
const ms = z.number().nonnegative().nullable();
const latencyFields = { p50_ms: ms, p95_ms: ms, p99_ms: ms };
const seconds = z.number().nonnegative().nullable();
const rate = z.number().min(0).max(1).nullable();
const behind = z.int().meta({ description: "How many seconds it may lag behind." });

const rangeReply = { from: Timestamp, to: Timestamp, interval: z.enum(["day", "hour"]) };

/** What happened in an environment, exactly and by telemetry, each under its own name. */
export const AnalyticsReply = z.object({
  ...rangeReply,
  facts: z.object({
    source: FACTS,
    totals: z.object({
      ...countFields,
      success_rate: rate,
      seconds_to_verify_p50: seconds,
      seconds_to_verify_p95: seconds,
    }),
    series: z.array(
      z.object({
        starts_at: Timestamp,
        ...countFields,
        active_users: count
          .nullable()
          .meta({ description: "Users who signed in that day, each once; null by the hour." }),
        seconds_to_verify_p50: seconds,
      }),
    ),
    ...sharesFields,
  }),
  telemetry: z.object({
    source: TELEMETRY,
    behind_seconds: behind,
    totals: z.object({ ...callFields, ...outcomeFields, ...latencyFields }),
    series: z.array(z.object({ starts_at: Timestamp, ...callFields, ...outcomeFields, p95_ms: ms })),
    endpoints: z.array(z.object({ endpoint: z.string(), ...callFields, ...latencyFields })),
  }),
});

/** The last sixty minutes, by minute. */
export const RealtimeReply = z.object({
  source: TELEMETRY,
  behind_seconds: behind,
  totals: z.object({ ...callFields, ...outcomeFields }),
  series: z.array(z.object({ starts_at: Timestamp, ...callFields, ...outcomeFields })),
});

/** What was refused or failed, the most frequent first. */
export const ErrorsReply = z.object({
  ...rangeReply,
  source: TELEMETRY,
  behind_seconds: behind,
  data: z.array(z.object({ code: z.string(), endpoint: z.string(), status: z.int(), count })),
});

const quotaReply = z.object({
  limit: count.nullable().meta({ description: "Null where nothing is metered." }),
  used: count.meta({ description: "By all live environments of the customer together." }),
  resets_at: Timestamp,
  forecast: count
    .nullable()
    .meta({ description: "How many at the end, at this pace. Null while it is too early to tell." }),
  full_at: Timestamp.nullable().meta({ description: "When it will be used up at this pace, if before the reset." }),
});
const periodReply = z.object({ starts_at: Timestamp, ...countFields, active_users: count });

/** What an environment has used today and this month, and what is left of its customer's quotas. */
export const UsageReply = z.object({
  source: FACTS,
  metered: z.boolean(),
  quotas: z.object({ day: quotaReply, month: quotaReply }),
  day: periodReply,
  month: periodReply,
  month_by: z.object({
    ...sharesFields,
  }),
  stored: z.object({ users: count, identifiers: count, sessions: count, counted_at_most: count }),
});

function presentRange({ from, to, interval }: Range): { from: string; to: string; interval: Range["interval"] } {
  return { from: timestamp(from), to: timestamp(to), interval };
}

function presentCounts(counts: Counts) {
  return {
    otp_requested: counts.otpRequested,
    otp_verified: counts.otpVerified,
    otp_failed: counts.otpFailed,
    logins: counts.logins,
    users_created: counts.usersCreated,
    messages_delivered: counts.messagesDelivered,
    messages_bounced: counts.messagesBounced,
  };
}

function presentShares({ channels, countries, keys }: Record<"channels" | "countries" | "keys", readonly Share[]>) {
  return {
    channels: channels.map(({ name, otpRequested, otpVerified }) => ({
      channel: name,
      otp_requested: otpRequested,
      otp_verified: otpVerified,
    })),
    countries: countries.map(({ name, otpRequested }) => ({ country: name, otp_requested: otpRequested })),
    api_keys: keys.map(({ name, otpRequested, otpVerified, otpFailed }) => ({
      api_key_id: name,
      otp_requested: otpRequested,
      otp_verified: otpVerified,
      otp_failed: otpFailed,
    })),
  };
}

function presentCalls({ calls, clientErrors, serverErrors }: Calls) {
  return { calls, client_errors: clientErrors, server_errors: serverErrors };
}

function presentLatency({ p50Ms, p95Ms, p99Ms }: Latency) {
  return { p50_ms: p50Ms, p95_ms: p95Ms, p99_ms: p99Ms };
}

type Bucket = Calls & { startsAt: Date; requested: number; verified: number; failed: number; blocked: number };

function presentBucket({ startsAt, requested, verified, failed, blocked, ...calls }: Bucket) {
  return { starts_at: timestamp(startsAt), ...presentCalls(calls), requested, verified, failed, blocked };
}

/** Analytics on the wire. */
export function presentAnalytics(of: {
  range: Range;
  facts: Facts;
  traffic: Traffic;
  behindSeconds: number;
}): z.input<typeof AnalyticsReply> {
  const { facts, traffic } = of;
  const { calls, clientErrors, serverErrors, ...outcomes } = traffic.totals;
  return {
    ...presentRange(of.range),
    facts: {
      source: "facts",
      totals: {
        ...presentCounts(facts.totals),
        success_rate: facts.successRate,
        seconds_to_verify_p50: facts.secondsP50,
        seconds_to_verify_p95: facts.secondsP95,
      },
      series: facts.series.map((bucket) => ({
        starts_at: timestamp(bucket.startsAt),
        ...presentCounts(bucket),
        active_users: bucket.activeUsers,
        seconds_to_verify_p50: bucket.secondsP50,
      })),
      ...presentShares(facts),
    },
    telemetry: {
      source: "telemetry",
      behind_seconds: of.behindSeconds,
      totals: {
        ...presentCalls({ calls, clientErrors, serverErrors }),
        ...outcomes,
        ...presentLatency(traffic.latency),
      },
      series: traffic.series.map(({ p95Ms, ...bucket }) => ({ ...presentBucket(bucket), p95_ms: p95Ms })),
      endpoints: traffic.endpoints.map((row) => ({
        endpoint: row.endpoint,
        ...presentCalls(row),
        ...presentLatency(row),
      })),
    },
  };
}

/** The last hour on the wire. */
export function presentRealtime(of: {
  totals: Omit<Bucket, "startsAt">;
  series: readonly Bucket[];
  behindSeconds: number;
}): z.input<typeof RealtimeReply> {
  const { calls, clientErrors, serverErrors, ...outcomes } = of.totals;
  return {
    source: "telemetry",
    behind_seconds: of.behindSeconds,
    totals: { ...presentCalls({ calls, clientErrors, serverErrors }), ...outcomes },
    series: of.series.map(presentBucket),
  };
}

/** Errors on the wire. */
export function presentErrors(of: {
  range: Range;
  errors: readonly CountedError[];
  behindSeconds: number;
}): z.input<typeof ErrorsReply> {
  return {
    ...presentRange(of.range),
    source: "telemetry",
    behind_seconds: of.behindSeconds,
    data: of.errors.map(({ code, endpoint, status, count: times }) => ({ code, endpoint, status, count: times })),
  };
}

function presentQuota({ limit, used, resetsAt, forecast, fullAt }: QuotaState): z.input<typeof quotaReply> {
  return { limit, used, resets_at: timestamp(resetsAt), forecast, full_at: optionalTimestamp(fullAt) };
}

function presentPeriod({ startsAt, activeUsers, ...counts }: PeriodUsage): z.input<typeof periodReply> {
  return { starts_at: timestamp(startsAt), ...presentCounts(counts), active_users: activeUsers };
}

/** Usage on the wire. */
export function presentUsage(usage: CurrentUsage): z.input<typeof UsageReply> {
  const { countedAtMost, ...stored } = usage.stored;
  return {
    source: "facts",
    metered: usage.metered,
    quotas: { day: presentQuota(usage.quotas.day), month: presentQuota(usage.quotas.month) },
    day: presentPeriod(usage.day),
    month: presentPeriod(usage.month),
    month_by: presentShares(usage),
    stored: { ...stored, counted_at_most: countedAtMost },
  };
}
