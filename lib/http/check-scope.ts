import { fail } from "@/lib/core/errors";
import { allows, type KeyScope } from "@/lib/keys";
import type { Actor } from "@/lib/ports";

/**
 * Refuses a key that may not do what the endpoint needs: 403 `forbidden` names the scope that it lacks. A user's own
 * token needs nothing of the key beside it.
 */
export function checkScope(needs: KeyScope | undefined, actor: Actor | undefined): void {
  if (needs === undefined || actor?.type !== "key" || allows(actor.scopes, needs)) return;
  fail("forbidden", { detail: `This key lacks the scope ${needs}` });
}
