import { cancelChallenge, readVerificationRow } from "@/db/queries/verification-pages";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";

/**
 * Ends a verification before its time: none of its codes is right from now on, and a guess hears what it hears of one
 * that ran out. `conflict` for one that is over, `not_found` for one that is not of this environment.
 */
export async function cancelVerification(deps: Deps, scope: Scope, id: string): Promise<void> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  const cancelled = await deps.db.transaction(async (tx) => {
    const done = await cancelChallenge(tx, environmentId, id, deps.db.clockOffsetSeconds());
    if (done) {
      const data = { challenge_id: id };
      await recordEvents(deps, tx, scope, [{ type: "verification.cancelled", data, target: `challenge:${id}` }]);
    }
    return done;
  });
  if (cancelled) return;
  if ((await readVerificationRow(deps.db, environmentId, id)) === null) fail("not_found");
  fail("conflict", { detail: "The verification is over already" });
}
