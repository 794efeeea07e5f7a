import { readVerificationRow } from "@/db/queries/verification-pages";
import { fail } from "@/lib/core/errors";
import { seesAddresses } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";

/**
 * The whole address or number that a verification was for, to an owner or an admin; that somebody looked is told to the
 * audit log first. `forbidden` for anybody else, `not_found` for a verification that is not of this environment.
 */
export async function revealRecipient(deps: Deps, scope: Scope, id: string): Promise<string> {
  const { actor } = scope;
  if (actor.type !== "member" || !seesAddresses(scope)) {
    return fail("forbidden", { detail: "Owners and admins can see whole addresses" });
  }
  const row = (await readVerificationRow(deps.db, scope.environment.id, id)) ?? fail("not_found");
  await deps.db.transaction((tx) =>
    recordEvents(deps, tx, scope, [
      { type: "recipient.revealed", data: { challenge_id: id }, target: `challenge:${id}` },
    ]),
  );
  return row.value;
}
