import { fail } from "@/lib/core/errors";
import type { Actor, Client, Deps, Environment, Scope } from "@/lib/ports";
import { environmentOf } from "./environment-of";

/** Who asks on an admin endpoint: a secret key in its environment, or the operator in none. */
export type Asking = { environment: Environment | null; actor: Actor; client: Client | null };

/**
 * Where an admin endpoint under a customer acts. A secret key acts in its own environment, and its path may name no
 * customer but its own. The operator names the environment: 400 `invalid_request` without one. Everything else is 404
 * `not_found`, alike for what is somebody else's and for what never was.
 */
export async function scopeOfCustomer(
  deps: Pick<Deps, "caches" | "db">,
  asking: Asking,
  named: { customer: string; environmentId: string | null },
): Promise<Scope> {
  const scope = await scopeOfEnvironment(deps, asking, named.environmentId);
  const { customerId } = scope.environment;
  const isTheirs = named.customer === customerId || (named.customer === "me" && asking.environment !== null);
  return isTheirs ? scope : fail("not_found");
}

/**
 * Where an admin endpoint of an environment acts: a key's or a member's own, or the one that the operator names (400
 * `invalid_request` without one). 404 `not_found` for another one than one's own, and for one that never was.
 */
export async function scopeOfEnvironment(
  deps: Pick<Deps, "caches" | "db">,
  asking: Asking,
  environmentId: string | null,
): Promise<Scope> {
  const { actor, client } = asking;
  if (asking.environment === null && environmentId === null) {
    return fail("invalid_request", { fields: [{ path: "environment_id", message: "The operator names it" }] });
  }
  const environment = asking.environment ?? (environmentId === null ? null : await environmentOf(deps, environmentId));
  if (environment === null || (environmentId ?? environment.id) !== environment.id) return fail("not_found");
  return { environment, actor, client };
}
