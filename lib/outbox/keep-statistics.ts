import { refreshStatistics } from "@/db/queries/statistics";
import type { Deps } from "@/lib/ports";

const FIRST_AT = 100;
const GROWTH = 4;

/**
 * Keeps the planner's statistics in step with a young database. While a table is empty all its indexes look alike, and a
 * plan that was made then may read all of an environment for one row, for as long as nobody counts. Postgres' own
 * collector comes once a minute, PGlite has none. So: count after the first hundred effects of this process, and again
 * whenever there have been four times as many. Give it the number of effects that were just done.
 */
export function statisticsKeeper({ db }: Pick<Deps, "db">): (done: number) => Promise<void> {
  let all = 0;
  let next = FIRST_AT;
  return async (done) => {
    all += done;
    if (all < next) return;
    next = all * GROWTH;
    await refreshStatistics(db);
  };
}
