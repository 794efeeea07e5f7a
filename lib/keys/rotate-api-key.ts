import { changeApiKeyRow, insertApiKeys, isReplaced, lockApiKey } from "@/db/queries/api-keys";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import {
  type ApiKey,
  forgetKey,
  newKeyRow,
  type RotatedKey,
  refuseLongerLife,
  refuseMoreScopes,
  syncKeyOrigins,
  targetOf,
  toApiKey,
} from "./api-key";
import { dataOf } from "./create-api-key";
import { newKeyText } from "./key-text";
import { isKeyScope } from "./scopes";

/** A key just made in another's place, with its text, which is shown this once. */
export type ReplacingKey = ApiKey & { key: string; replaces: RotatedKey };

/**
 * Makes a key in another's place, with its name, type, kind, scopes, lists and end. The old one goes on for
 * `overlapSeconds`, never longer than it would have: at once over in this process, within five seconds in every other.
 * `not_found` for a key that is not here, `conflict` for one that has ended or whose place is taken, `forbidden` for a
 * member who may only look and for a key with fewer scopes or a nearer end. The new key's id is `id`, where that was
 * chosen before.
 */
export async function rotateApiKey(
  deps: Deps,
  scope: Scope,
  keyId: string,
  { overlapSeconds }: { overlapSeconds: number },
  id?: string,
): Promise<ReplacingKey> {
  refuseViewers(scope);
  const { environment } = scope;
  const now = deps.clock.now();
  const rotated = await deps.db.transaction(async (tx) => {
    const old = (await lockApiKey(tx, environment.id, keyId)) ?? fail("not_found");
    refuseMoreScopes(scope, old);
    await refuseLongerLife(tx, scope, old);
    // Asked under the lock: of two who rotate one key at once, the second sees the first's.
    if (await isReplaced(tx, environment.id, keyId, now)) fail("conflict", { detail: "This key was rotated before" });
    const end = addSeconds(now, overlapSeconds);
    const expiresAt = old.expiresAt !== null && old.expiresAt < end ? old.expiresAt : end;
    const ending = await changeApiKeyRow(tx, environment.id, keyId, { change: { expiresAt }, at: now });
    if (!ending) fail("conflict", { detail: "This key has ended: make a new one" });
    const key = newKeyText(deps.random, environment.kind, old.type);
    const { name, type, kind, allowedIps, allowedOrigins } = old;
    const [row] = await insertApiKeys(tx, [
      newKeyRow(deps, {
        ...{ name, type, kind, allowedIps, allowedOrigins, key },
        scopes: old.scopes?.filter(isKeyScope) ?? null,
        expiresAt: old.expiresAt,
        id,
        environmentId: environment.id,
        replacesId: keyId,
        createdBy: actorName(scope),
      }),
    ]);
    if (!row) throw new Error("The key was not inserted");
    await syncKeyOrigins(tx, row);
    await recordEvents(deps, tx, scope, [
      {
        type: "api_key.rotated",
        data: { ...dataOf(row), replaces_id: keyId },
        before: { expires_at: old.expiresAt?.toISOString() ?? null },
        after: { expires_at: expiresAt.toISOString(), replaced_by: row.id },
        target: targetOf(keyId),
      },
    ]);
    return { row, key, old, expiresAt };
  });
  forgetKey(deps, rotated.old);
  const replaces = { id: keyId, expiresAt: rotated.expiresAt };
  return { ...toApiKey(deps, rotated.row), requestsInDay: 0, key: rotated.key, replaces };
}
