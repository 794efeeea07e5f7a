import type { TestApp } from "./app";
import type { Tenant } from "./tenants";

/** Gives a customer so many codes a day and a month, and waits until the process knows. Null leaves the plan's. */
export async function setQuota(
  { deps, clock }: Pick<TestApp, "deps" | "clock">,
  tenant: Tenant,
  { daily, monthly }: { daily: number | null; monthly: number | null },
): Promise<void> {
  await deps.db.run(
    { name: "set_quota", text: "UPDATE customers SET daily_quota = $2, monthly_quota = $3 WHERE id = $1" },
    [tenant.customerId, daily, monthly],
  );
  for (const kind of ["test", "live"] as const) deps.caches.environments.forget(tenant[kind].environmentId);
  clock.advance(6);
}
