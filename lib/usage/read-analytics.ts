import type { Deps, Scope } from "@/lib/ports";
import { BEHIND_SECONDS } from "./flush";
import { type Range, rangeOf } from "./range";
import { type Facts, readFacts } from "./read-facts";
import { type CountedError, readErrorCounts, readLastHour, readTraffic, type Traffic } from "./read-traffic";

type RangeInput = { interval: "hour" | "day"; from: Date | null; to: Date | null };
type ReadDeps = Pick<Deps, "clock" | "db">;
type Where = Pick<Scope, "environment">;

export type Analytics = { range: Range; facts: Facts; traffic: Traffic; behindSeconds: number };

/** What happened in an environment over a range. `invalid_request` for a range that makes no sense or is too long. */
export async function readAnalytics(deps: ReadDeps, { environment }: Where, input: RangeInput): Promise<Analytics> {
  const range = rangeOf(input, deps.clock.now());
  const [facts, traffic] = await Promise.all([
    readFacts(deps, environment.id, range),
    readTraffic(deps, environment.id, range),
  ]);
  return { range, facts, traffic, behindSeconds: BEHIND_SECONDS };
}

/** The last sixty minutes, by minute. */
export async function readRealtime(deps: ReadDeps, { environment }: Where) {
  return { ...(await readLastHour(deps, environment.id)), behindSeconds: BEHIND_SECONDS };
}

/** What was refused or failed over a range. `invalid_request` as for analytics. */
export async function readErrorsOf(
  deps: ReadDeps,
  { environment }: Where,
  input: RangeInput,
): Promise<{ range: Range; errors: CountedError[]; behindSeconds: number }> {
  const range = rangeOf(input, deps.clock.now());
  return { range, errors: await readErrorCounts(deps, environment.id, range), behindSeconds: BEHIND_SECONDS };
}
