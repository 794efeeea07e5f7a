import type { OverviewBucket } from "@/components/usage/outcome-charts";
import type { RangeName } from "@/components/usage/ranges";
import { rangeNamed } from "@/components/usage/ranges";
import { isNinepinError } from "@/lib/core/errors";
import { type Member, readGoLive } from "@/lib/customers";
import { listVerifications } from "@/lib/messages";
import { VerificationsQuery } from "@/lib/messages/contract";
import type { Deps, Scope } from "@/lib/ports";
import { type Facts, lastDays, readCurrentUsage, readFacts, readTraffic, type Traffic } from "@/lib/usage";

/** The newest few, whatever they are. */
const LATEST = VerificationsQuery.parse({ limit: "8" });

/**
 * Everything on the overview. What could not be read is null, and the rest is there all the same. `goLiveOf` is who wants
 * to see what going live takes.
 */
export async function readOverview(
  deps: Deps,
  scope: Scope,
  name: RangeName,
  { goLiveOf }: { goLiveOf: Member | null },
) {
  const { interval, days } = rangeNamed(name);
  const now = deps.clock.now();
  const range = lastDays(interval, days, now);
  const { id, projectId } = scope.environment;
  const [facts, traffic, verifications, usage, goLive] = await Promise.all([
    orNull(deps, readFacts(deps, id, range)),
    orNull(deps, readTraffic(deps, id, range)),
    orNull(deps, listVerifications(deps, scope, LATEST)),
    orNull(deps, readCurrentUsage(deps, scope)),
    goLiveOf && orNull(deps, readGoLive(deps, goLiveOf, projectId)),
  ]);
  return {
    interval,
    facts,
    traffic,
    verifications: verifications?.data ?? null,
    usage,
    goLive,
    buckets: bucketsFrom(facts, traffic),
  };
}

/** One part of a page may fail alone. */
async function orNull<Value>(deps: Pick<Deps, "log">, reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (cause) {
    if (!isNinepinError(cause)) deps.log.error({}, "a part of the overview could not be read", cause);
    return null;
  }
}

function bucketsFrom(facts: Facts | null, traffic: Traffic | null): OverviewBucket[] {
  const times = facts?.series ?? traffic?.series ?? [];
  return times.map(({ startsAt }, at) => {
    const fact = facts?.series[at];
    const calls = traffic?.series[at];
    return {
      startsAt: startsAt.toISOString(),
      requested: fact?.otpRequested ?? 0,
      verified: fact?.otpVerified ?? 0,
      failed: fact?.otpFailed ?? 0,
      blocked: calls?.blocked ?? 0,
      rate: fact && fact.otpRequested > 0 ? Math.min(1, fact.otpVerified / fact.otpRequested) : null,
      seconds: fact?.secondsP50 ?? null,
      p95Ms: calls?.p95Ms ?? null,
    };
  });
}
