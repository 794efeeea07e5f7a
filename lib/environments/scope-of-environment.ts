import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import { environmentOf } from "./environment-of";
import type { Asking } from "./scope-of-customer";

/**
 * Where an admin endpoint acts whose path names no customer. A secret key acts in its own environment and may name no
 * other; the operator names one: 400 `invalid_request` without. Everything else is 404 `not_found`.
 */
export async function scopeOfEnvironment(
  deps: Pick<Deps, "caches" | "db">,
  { environment: own, actor, client }: Asking,
  { environmentId }: { environmentId: string | null },
): Promise<Scope> {
  if (own === null && environmentId === null) {
    return fail("invalid_request", { fields: [{ path: "environment_id", message: "The operator names it" }] });
  }
  const environment = own ?? (environmentId === null ? null : await environmentOf(deps, environmentId));
  if (environment === null || (environmentId ?? environment.id) !== environment.id) return fail("not_found");
  return { environment, actor, client };
}
