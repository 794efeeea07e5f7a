import { holdTerms, makeQuotaSlots, type Span } from "@/db/queries/quota-slots";
import type { RequestRow } from "@/db/queries/request-challenge";
import { planOf } from "@/lib/billing";
import { secondsUntil } from "@/lib/core/clock";
import type { LimitState } from "@/lib/core/errors";
import { startOf } from "@/lib/outbox/usage-of-events";
import type { Deps, Environment } from "@/lib/ports";

const SPANS = ["day", "month"] as const satisfies readonly Span[];
const NAMES = { day: "quota.daily", month: "quota.monthly" } as const satisfies Record<Span, string>;

/** The end of the running day or month, in UTC. */
export function endOf(span: Span, now: Date): Date {
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  return new Date(Date.UTC(now.getUTCFullYear(), span === "month" ? month + 1 : month, span === "month" ? 1 : day + 1));
}

/**
 * Of the quotas that are metered, the one with the least left, with what X-Quota-* tell: null where nothing is metered.
 * `used` counts the codes of the span, by day and month.
 */
export function tightestQuota(
  environment: Pick<Environment, "quota">,
  used: Record<Span, number | null>,
  now: Date,
): LimitState | null {
  const states = SPANS.flatMap((span) => {
    const limit = environment.quota[span === "day" ? "daily" : "monthly"];
    return limit === null ? [] : [stateOf(span, limit, used[span] ?? 0, now)];
  });
  return states.sort((a, b) => a.remaining - b.remaining)[0] ?? null;
}

function stateOf(span: Span, limit: number, used: number, now: Date): LimitState {
  const end = endOf(span, now);
  return {
    name: NAMES[span],
    limit,
    windowSeconds: (end.getTime() - startOf(span, now).getTime()) / 1000,
    remaining: Math.max(0, limit - used),
    resetSeconds: Math.max(1, secondsUntil(end, now)),
  };
}

/** The quota after a request was counted, or when it was refused. */
export function quotaAfter(environment: Environment, row: RequestRow, now: Date): LimitState | null {
  const counted = row.charged ? 1 : 0;
  const used = (before: number | null) => (before ?? 0) + counted;
  return tightestQuota(environment, { day: used(row.day_used), month: used(row.month_used) }, now);
}

/**
 * Makes the slots of the running day and month where they are metered and missing; waits for whoever is making them. What
 * they add up to is read afresh, and cannot change until they are there: a stale plan would hold for all of the day or
 * month.
 */
export async function openQuotas(deps: Pick<Deps, "db">, { customerId }: Environment): Promise<void> {
  const clockOffset = deps.db.clockOffsetSeconds();
  await deps.db.transaction(async (tx) => {
    const terms = await holdTerms(tx, customerId);
    if (!terms) return;
    const { daily, monthly } = planOf(terms).quota;
    if (daily !== null) await makeQuotaSlots(tx, clockOffset, { customerId, span: "day", quota: daily });
    if (monthly !== null) await makeQuotaSlots(tx, clockOffset, { customerId, span: "month", quota: monthly });
  });
}
