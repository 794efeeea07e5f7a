import { MAILBOX_SENDS, type RequestRow } from "@/db/queries/request-challenge";
import { secondsUntil } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { HOUR_SECONDS } from "./policy";
import { failLocked } from "./scenario";

/** Says which guard refused, and when to try again. */
export function refuseRequest(deps: Deps, scope: Scope, row: RequestRow): never {
  const { codes } = scope.environment.settings;
  if (row.suppressed) fail("recipient_suppressed");
  if (row.admitted) {
    const seconds = secondsToMidnight(deps.clock.now());
    const limit = {
      name: "quota.daily",
      limit: scope.environment.dailyQuota ?? 0,
      windowSeconds: 86_400,
      remaining: 0,
      resetSeconds: seconds,
    };
    fail("quota_exceeded", { retryAfterSeconds: seconds, limit });
  }
  if ((row.wait_seconds ?? 0) > 0) failLocked(row.wait_seconds ?? 0);
  const mailbox = Math.ceil(row.mailbox_seconds ?? 0);
  if (mailbox > 0) {
    const limit = {
      name: "otp.mailbox",
      limit: MAILBOX_SENDS,
      windowSeconds: HOUR_SECONDS,
      remaining: 0,
      resetSeconds: mailbox,
    };
    fail("rate_limited", { retryAfterSeconds: mailbox, limit });
  }
  const hour = Math.ceil(row.hour_seconds ?? 0);
  const cooldown = Math.ceil(row.cooldown_seconds ?? 0);
  const retryAfterSeconds = Math.max(1, hour, cooldown);
  const byHour = hour >= cooldown && hour > 0;
  const limit = {
    name: byHour ? "otp.identifier" : "otp.cooldown",
    limit: byHour ? codes.per_identifier_hour : 1,
    windowSeconds: byHour ? HOUR_SECONDS : Math.max(1, codes.resend_cooldown_seconds),
    remaining: 0,
    resetSeconds: retryAfterSeconds,
  };
  return fail(byHour ? "rate_limited" : "resend_cooldown", { retryAfterSeconds, limit });
}

/** Until the quota's day ends, in UTC. */
export function secondsToMidnight(now: Date): number {
  const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return Math.max(1, secondsUntil(midnight, now));
}
