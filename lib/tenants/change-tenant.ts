import { countTenantsOwn, deleteTenantRow, lockTenantRow, readTenantRow, updateTenantRow } from "@/db/queries/tenants";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { checkSender } from "./check-sender";
import type { Tenant, TenantInput } from "./contract";
import { forgetTenant } from "./tenant-sender";
import { columnsOf, dataOf, refuseTaken, targetOf, termsOf, toTenant } from "./tenants";

/**
 * Changes what is given of a tenant; null takes away. Its address stays as it is, whatever became of its domain, until it
 * is changed. `not_found` for one that is not here, `invalid_request` and `conflict` as for a new one.
 */
export async function updateTenant(deps: Deps, scope: Scope, id: string, patch: Partial<TenantInput>): Promise<Tenant> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  const row = await deps.db.transaction(async (tx) => {
    const before = (await lockTenantRow(tx, environmentId, id)) ?? fail("not_found");
    const { external, appName, senderName, senderAddress } = toTenant(deps, before);
    const wanted = { name: before.name, external, appName, senderName, senderAddress, ...patch };
    await refuseTaken(tx, environmentId, id, wanted.external);
    await updateTenantRow(tx, environmentId, id, {
      ...columnsOf(wanted),
      ...(wanted.senderAddress !== senderAddress && {
        senderAddress: await checkSender(deps, tx, environmentId, { id, address: wanted.senderAddress }),
      }),
      updatedAt: deps.clock.now(),
    });
    const after = (await readTenantRow(tx, environmentId, id)) ?? fail("not_found");
    await recordEvents(deps, tx, scope, [
      {
        type: "tenant.updated",
        data: dataOf(after),
        before: termsOf(before),
        after: termsOf(after),
        target: targetOf(id),
      },
    ]);
    return after;
  });
  forgetTenant(deps, { environmentId, tenantId: id });
  return toTenant(deps, row);
}

/**
 * Deletes a tenant: no more codes are sent for it, and none again for the verifications that are open. `conflict` while it
 * has domains or accounts at providers of its own, `not_found` for one that is not here.
 */
export async function deleteTenant(deps: Deps, scope: Scope, id: string): Promise<void> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  await deps.db.transaction(async (tx) => {
    const row = (await lockTenantRow(tx, environmentId, id)) ?? fail("not_found");
    const { accounts, domains } = await countTenantsOwn(tx, environmentId, id);
    if (accounts > 0)
      fail("conflict", { detail: "The tenant has accounts at providers of its own: delete them first" });
    if (domains > 0) fail("conflict", { detail: "The tenant has domains of its own: delete them first" });
    await deleteTenantRow(tx, environmentId, id);
    await recordEvents(deps, tx, scope, [
      { type: "tenant.deleted", data: dataOf(row), before: termsOf(row), target: targetOf(id) },
    ]);
  });
  forgetTenant(deps, { environmentId, tenantId: id });
}
