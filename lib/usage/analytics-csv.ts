import { type CsvCell, csvOf } from "@/lib/core/csv";
import type { Facts } from "./read-facts";
import type { CountedError, Traffic } from "./read-traffic";

const HEAD = [
  "starts_at",
  "otp_requested",
  "otp_verified",
  "otp_failed",
  "logins",
  "users_created",
  "active_users",
  "messages_delivered",
  "messages_bounced",
  "seconds_to_verify_p50",
  "telemetry_calls",
  "telemetry_client_errors",
  "telemetry_server_errors",
  "telemetry_blocked",
  "telemetry_p95_ms",
] as const;

/** Analytics as a table: a row for each hour or day. What is telemetry says so in its column's name. */
export function analyticsCsv({ facts, traffic }: { facts: Facts; traffic: Traffic }): string {
  const rows = facts.series.map((bucket, at): CsvCell[] => {
    const calls = traffic.series[at];
    return [
      bucket.startsAt.toISOString(),
      bucket.otpRequested,
      bucket.otpVerified,
      bucket.otpFailed,
      bucket.logins,
      bucket.usersCreated,
      bucket.activeUsers,
      bucket.messagesDelivered,
      bucket.messagesBounced,
      bucket.secondsP50,
      calls?.calls ?? 0,
      calls?.clientErrors ?? 0,
      calls?.serverErrors ?? 0,
      calls?.blocked ?? 0,
      calls?.p95Ms ?? null,
    ];
  });
  return csvOf([HEAD, ...rows]);
}

/** Errors as a table. */
export function errorsCsv(errors: readonly CountedError[]): string {
  const rows = errors.map(({ code, endpoint, status, count }): CsvCell[] => [code, endpoint, status, count]);
  return csvOf([["code", "endpoint", "status", "telemetry_count"], ...rows]);
}
