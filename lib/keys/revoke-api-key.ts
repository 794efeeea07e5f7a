import { readApiKeyRow, revokeApiKeyRow } from "@/db/queries/api-keys";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { forgetKey, syncKeyOrigins, targetOf } from "./api-key";
import { dataOf } from "./create-api-key";

/** Revokes a key: this process at once, every other within five seconds. `not_found` for one that is not here. */
export async function revokeApiKey(deps: Deps, scope: Scope, keyId: string): Promise<void> {
  refuseViewers(scope);
  const at = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    const revoked = await revokeApiKeyRow(tx, scope.environment.id, keyId, at);
    if (!revoked) return null;
    await syncKeyOrigins(tx, revoked);
    const change = { before: { revoked_at: null }, after: { revoked_at: at.toISOString() } };
    await recordEvents(deps, tx, scope, [
      { type: "api_key.revoked", data: dataOf(revoked), ...change, target: targetOf(keyId) },
    ]);
    return revoked;
  });
  if (row) forgetKey(deps, row);
  else if (!(await readApiKeyRow(deps.db.orm, scope.environment.id, keyId))) fail("not_found");
}
