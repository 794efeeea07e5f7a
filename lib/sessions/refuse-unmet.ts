import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";

/** Why a right guess met nothing: the key or the customer ended meanwhile (`invalid_api_key`), or another was first. */
export function refuseUnmet(deps: Pick<Deps, "caches">, scope: Scope, alive: boolean): never {
  if (alive) return fail("invalid_otp", { recorded: true });
  deps.caches.environments.forget(scope.environment.id);
  return fail(scope.actor.type === "key" ? "invalid_api_key" : "customer_suspended");
}
