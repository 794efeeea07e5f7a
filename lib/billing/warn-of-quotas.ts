import { giveQuotaNotices } from "@/db/queries/quota-notices";
import type { Deps } from "@/lib/ports";

/** From so much of a quota on, its customer is warned. */
const WARN_PERCENT = 80;

/**
 * The job that warns of quotas that are nearly used up, and tells of those that are: `quota.warning` and
 * `quota.exceeded`, each once a day or month. Safe everywhere at once.
 */
export async function warnOfQuotas(deps: Pick<Deps, "db">): Promise<number> {
  return giveQuotaNotices(deps.db, WARN_PERCENT);
}
