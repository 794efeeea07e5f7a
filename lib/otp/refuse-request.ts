import { MAILBOX_SENDS } from "@/db/queries/mailbox-guards";
import type { RequestRow } from "@/db/queries/request-challenge";
import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { HOUR_SECONDS } from "./policy";
import { quotaAfter } from "./quota";
import { failLocked } from "./scenario";

/** Says which guard refused, and when to try again. */
export function refuseRequest(deps: Deps, scope: Scope, row: RequestRow): never {
  const { codes } = scope.environment.settings;
  if (row.suppressed) fail("recipient_suppressed");
  if (row.admitted || row.quota_spent) {
    const limit = quotaAfter(scope.environment, row, deps.clock.now());
    if (limit) fail("quota_exceeded", { retryAfterSeconds: limit.resetSeconds, limit: { ...limit, remaining: 0 } });
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
