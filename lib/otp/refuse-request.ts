import type { RequestRow } from "@/db/queries/request-challenge";
import { secondsUntil } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { HOUR_SECONDS } from "./policy";
import { endOf, quotaAfter } from "./quota";
import { failLocked } from "./scenario";

const DAY_SECONDS = 86_400;
/** A stretch of the counts by prefix: by then the oldest has fallen out. */
const PAUSE_SECONDS = 900;

/**
 * Says which guard refused, and when to try again. `mailbox`: codes an hour to one mailbox of the environment; `capCents`:
 * what the day's messages to phones may cost.
 */
export function refuseRequest(
  deps: Deps,
  scope: Scope,
  row: RequestRow,
  { mailbox: perMailbox, capCents }: { mailbox: number; capCents: number },
): never {
  const { codes } = scope.environment.settings;
  if (row.suppressed) fail("recipient_suppressed");
  if (row.paused) refusePaused();
  if (row.overspent) refuseOverspent(capCents, deps.clock.now());
  if (row.admitted || row.quota_spent) {
    const limit = quotaAfter(scope.environment, row, deps.clock.now());
    if (limit) fail("quota_exceeded", { retryAfterSeconds: limit.resetSeconds, limit: { ...limit, remaining: 0 } });
  }
  if ((row.wait_seconds ?? 0) > 0) failLocked(row.wait_seconds ?? 0);
  const mailbox = Math.ceil(row.mailbox_seconds ?? 0);
  if (mailbox > 0) {
    const limit = {
      name: "otp.mailbox",
      limit: perMailbox,
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

/** Too few codes to numbers like this one were entered: somebody is paid for having them sent. */
function refusePaused(): never {
  const limit = {
    name: "sms.prefix",
    limit: 50,
    windowSeconds: PAUSE_SECONDS,
    remaining: 0,
    resetSeconds: PAUSE_SECONDS,
  };
  return fail("rate_limited", {
    detail: "Codes to numbers like this one are paused: too few of them were entered",
    retryAfterSeconds: PAUSE_SECONDS,
    limit,
  });
}

/** The day's cap for text messages and calls leaves no room for this one. */
function refuseOverspent(limit: number, now: Date): never {
  const resetSeconds = Math.max(1, secondsUntil(endOf("day", now), now));
  return fail("quota_exceeded", {
    detail: "The day's cap for text messages and calls is used up",
    retryAfterSeconds: resetSeconds,
    limit: { name: "sms.spend", limit, windowSeconds: DAY_SECONDS, remaining: 0, resetSeconds },
  });
}
