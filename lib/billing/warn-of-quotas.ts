import { giveQuotaNotices } from "@/db/queries/quota-notices";
import type { Deps } from "@/lib/ports";
import { ALERT_PERCENTS } from "./quota-alerts";

/**
 * The job that tells of quotas that are half or nearly used up, and of those that are: by mail who asked for it, and the
 * webhooks with `quota.warning` and `quota.exceeded`, each once a day or month. Safe everywhere at once.
 */
export async function warnOfQuotas(deps: Pick<Deps, "db">): Promise<number> {
  const [half, warning] = ALERT_PERCENTS;
  return giveQuotaNotices(deps.db, { half, warning });
}
