import { isDeepStrictEqual } from "node:util";
import { changeApiKeyRow, lockApiKey } from "@/db/queries/api-keys";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { type ApiKey, forgetKey, refuseMoreScopes, refuseUnfit, syncKeyOrigins, targetOf, toApiKey } from "./api-key";
import type { UpdateApiKeyInput } from "./contract";
import { dataOf, termsOf } from "./create-api-key";

/**
 * Changes a key's name, scopes, addresses or origins: in this process at once, in every other within five seconds.
 * `not_found` for a key that is not here, `conflict` for one that has ended, `invalid_request` for what a key of its
 * type cannot have, `forbidden` for a member who may only look and for a key with fewer scopes than the other has, or
 * would have.
 */
export async function updateApiKey(deps: Deps, scope: Scope, keyId: string, input: UpdateApiKeyInput): Promise<ApiKey> {
  refuseViewers(scope);
  const { environment } = scope;
  const { old, row } = await deps.db.transaction(async (tx) => {
    const old = (await lockApiKey(tx, environment.id, keyId)) ?? fail("not_found");
    refuseMoreScopes(scope, old);
    if (input.scopes !== undefined) refuseMoreScopes(scope, { type: old.type, scopes: input.scopes });
    refuseUnfit(environment, old, input);
    const { scopes, ...others } = input;
    const change = { ...others, ...(scopes !== undefined && { scopes: scopes && [...scopes] }) };
    const row = await changeApiKeyRow(tx, environment.id, keyId, { change, at: deps.clock.now() });
    if (!row) return fail("conflict", { detail: "This key has ended" });
    const { before, after } = difference(termsOf(old), termsOf(row));
    if (Object.keys(after).length === 0) return { old, row };
    await syncKeyOrigins(tx, row);
    await recordEvents(deps, tx, scope, [
      { type: "api_key.updated", data: dataOf(row), before, after, target: targetOf(keyId) },
    ]);
    return { old, row };
  });
  forgetKey(deps, old);
  forgetKey(deps, row);
  return toApiKey(deps, row);
}

type Terms = Record<string, unknown>;

function difference(before: Terms, after: Terms): { before: Terms; after: Terms } {
  const changed = Object.keys(after).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const only = (terms: Terms) => Object.fromEntries(changed.map((name) => [name, terms[name]]));
  return { before: only(before), after: only(after) };
}
