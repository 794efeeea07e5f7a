import { countStored, readQuotaUsed, readUsageSums } from "@/db/queries/usage";
import { addSeconds } from "@/lib/core/clock";
import { ACTIVE_USERS, startOf } from "@/lib/outbox/usage-of-events";
import type { Deps, Scope } from "@/lib/ports";
import { type Counts, countOf, countsOf, type Share, sharesOf } from "./read-facts";

const DAY_SECONDS = 86_400;
/** Beyond this many rows nobody counts any more. */
const COUNTED_AT_MOST = 1_000_000;
/** A pace is one only after some time. */
const PACE_SECONDS = { day: 3 * 3600, month: 2 * DAY_SECONDS } as const;

/** A quota as it stands. `limit` null: unmetered. `fullAt`: when it will be used up at this pace, if before the reset. */
export type QuotaState = {
  used: number;
  limit: number | null;
  resetsAt: Date;
  /** How many it will be at the end at this pace; null while it is too early to tell. */
  forecast: number | null;
  fullAt: Date | null;
};

export type PeriodUsage = Counts & { startsAt: Date; activeUsers: number };

export type CurrentUsage = {
  /** Whether this environment's codes count: only live ones do, all of a customer together. */
  metered: boolean;
  quotas: { day: QuotaState; month: QuotaState };
  day: PeriodUsage;
  month: PeriodUsage;
  /** Of this month. */
  channels: Share[];
  countries: Share[];
  keys: Share[];
  stored: { users: number; identifiers: number; sessions: number; countedAtMost: number };
};

/**
 * What an environment has used today and this month, and how much of its customer's quotas is left. All of it exact; what
 * is stored is at most a minute old, for it takes a count of every row.
 */
export async function readCurrentUsage(
  { db, clock, caches }: Pick<Deps, "db" | "clock" | "caches">,
  scope: Scope,
): Promise<CurrentUsage> {
  const { id, customerId, quota, kind, installation } = scope.environment;
  const now = clock.now();
  const day = startOf("day", now);
  const month = startOf("month", now);
  const tomorrow = addSeconds(day, DAY_SECONDS);
  const nextMonth = startOf("month", addSeconds(month, 32 * DAY_SECONDS));
  const [today, thisMonth, used, stored] = await Promise.all([
    readUsageSums(db, id, { period: "day", from: day, to: tomorrow }),
    readUsageSums(db, id, { period: "month", from: month, to: nextMonth }),
    readQuotaUsed(db, customerId, { day, month }),
    caches.stored.get(id, () => countStored(db, id, COUNTED_AT_MOST)),
  ]);
  return {
    metered: kind === "live" && !installation,
    quotas: {
      day: quotaState({ used: used.day, limit: quota.daily, from: day, to: tomorrow, now, pace: PACE_SECONDS.day }),
      month: quotaState({
        used: used.month,
        limit: quota.monthly,
        from: month,
        to: nextMonth,
        now,
        pace: PACE_SECONDS.month,
      }),
    },
    day: { startsAt: day, ...countsOf(today), activeUsers: countOf(today, ACTIVE_USERS) },
    month: { startsAt: month, ...countsOf(thisMonth), activeUsers: countOf(thisMonth, ACTIVE_USERS) },
    channels: sharesOf(thisMonth, "channel:"),
    countries: sharesOf(thisMonth, "country:"),
    keys: sharesOf(thisMonth, "key:"),
    stored: { ...stored, countedAtMost: COUNTED_AT_MOST },
  };
}

/** A quota's state and where it is going, if things go on as they did in this period. */
export function quotaState(of: {
  used: number;
  limit: number | null;
  from: Date;
  to: Date;
  now: Date;
  pace: number;
}): QuotaState {
  const { used, limit, to } = of;
  const elapsed = (of.now.getTime() - of.from.getTime()) / 1000;
  const perSecond = elapsed >= of.pace ? used / elapsed : null;
  const whole = (to.getTime() - of.from.getTime()) / 1000;
  const forecast = perSecond === null ? null : Math.round(perSecond * whole);
  const full = perSecond && limit !== null && used < limit ? addSeconds(of.now, (limit - used) / perSecond) : null;
  return { used, limit, resetsAt: to, forecast, fullAt: full !== null && full < to ? full : null };
}
