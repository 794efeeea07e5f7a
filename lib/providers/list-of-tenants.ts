import { listTenantsProviders } from "@/db/queries/provider-accounts";
import type { Deps, Scope } from "@/lib/ports";
import type { ProvidersView } from "./contract";

/** At whom the environment's tenants have accounts of their own, which are asked first for their messages: each once. */
export async function listProvidersOfTenants(
  { db, delivery }: Pick<Deps, "db" | "delivery">,
  { environment }: Pick<Scope, "environment">,
): Promise<ProvidersView["offered"]> {
  const names = await listTenantsProviders(db.orm, environment.id);
  const offered = delivery.offered();
  return names.flatMap((name) => offered.find((each) => each.name === name) ?? []);
}
