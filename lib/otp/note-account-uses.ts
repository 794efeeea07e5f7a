import { noteAccountOutcome } from "@/db/queries/provider-accounts";
import type { Try } from "@/lib/delivery/deliver";
import type { Deps, Environment } from "@/lib/ports";

/**
 * Notes, of the customer's own accounts, when one took a message last and when and why one did not: once a minute and
 * process, the first time at once, after the answer. Nothing is done where no account of theirs was asked.
 */
export function noteAccountUses(
  deps: Pick<Deps, "caches" | "db" | "defer">,
  environment: Pick<Environment, "id">,
  tries: readonly Try[],
): void {
  for (const { accountId, state, reason, at } of tries) {
    if (accountId === null) continue;
    const error = state === "accepted" ? null : (reason ?? "provider_error");
    void deps.caches.accountUses.get(`${accountId}/${error ?? "accepted"}`, async () => {
      deps.defer(() => noteAccountOutcome(deps.db.orm, environment.id, accountId, { at, error }));
      return true;
    });
  }
}
