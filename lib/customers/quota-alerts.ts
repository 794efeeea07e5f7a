import { keepQuotaAlerts, lockQuotaAlerts } from "@/db/queries/members";
import { ALERT_PERCENTS, alertsOf } from "@/lib/billing";
import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { tellCustomer } from "./change-customer";
import { environmentIdsOf } from "./customer";

/**
 * Keeps at which percents of the customer's quotas the member who asks is mailed. Each decides for themselves, whatever
 * their role. `invalid_request` for a percent that is not offered, `forbidden` for whoever is no member.
 */
export async function setQuotaAlerts(deps: Deps, scope: Scope, percents: readonly number[]): Promise<void> {
  const { actor } = scope;
  if (actor.type !== "member") return fail("forbidden");
  const chosen = ALERT_PERCENTS.filter((percent) => percents.includes(percent));
  if (percents.some((percent) => !chosen.some((known) => known === percent))) {
    fail("invalid_request", { fields: [{ path: "percents", message: `Choose of ${ALERT_PERCENTS.join(", ")}` }] });
  }
  const { customerId } = scope.environment;
  const environmentIds = await environmentIdsOf(deps, customerId);
  await deps.db.transaction(async (tx) => {
    const row = (await lockQuotaAlerts(tx, actor.memberId)) ?? fail("not_found");
    const before = alertsOf(row);
    const isSame = before.join() === chosen.join();
    // Also what was the role's usual so far: from now on it is theirs, whatever becomes usual.
    if (!isSame || row.quotaAlerts === null) await keepQuotaAlerts(tx, actor.memberId, chosen);
    if (isSame) return;
    await tellCustomer(
      deps,
      tx,
      scope,
      { customerId, environmentIds },
      {
        type: "member.alerts_changed",
        data: { member_id: actor.memberId },
        before: { quota_alerts: before },
        after: { quota_alerts: chosen },
      },
    );
  });
}
