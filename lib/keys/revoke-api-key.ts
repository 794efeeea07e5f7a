import { lockApiKey, revokeApiKeyRow } from "@/db/queries/api-keys";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { forgetKey, refuseMoreScopes, syncKeyOrigins, targetOf } from "./api-key";
import { dataOf } from "./create-api-key";

/**
 * Revokes a key: this process at once, every other within five seconds. `not_found` for one that is not here, `forbidden`
 * for a member who may only look and for a key with fewer scopes.
 */
export async function revokeApiKey(deps: Deps, scope: Scope, keyId: string): Promise<void> {
  refuseViewers(scope);
  const at = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    const found = (await lockApiKey(tx, scope.environment.id, keyId)) ?? fail("not_found");
    refuseMoreScopes(scope, found);
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
}
