import { type ApiKeyRow, insertApiKeys } from "@/db/queries/api-keys";
import { fail } from "@/lib/core/errors";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import {
  type ApiKey,
  forgetKey,
  newKeyRow,
  refuseFullPlan,
  refuseLongerLife,
  refuseMoreScopes,
  refuseUnfit,
  syncKeyOrigins,
  targetOf,
  toApiKey,
} from "./api-key";
import type { CreateApiKeyInput } from "./contract";
import { newKeyText } from "./key-text";

/**
 * Makes a key. Its text is returned this once: what is kept is its SHA-256. `invalid_request` for an end in the past or
 * what a key of its type cannot have, `forbidden` for a member who may only look, for more scopes or a longer life than
 * the key that asks has, and for more keys than the plan has. Its id is `id`, where that was chosen before.
 */
export async function createApiKey(
  deps: Deps,
  scope: Scope,
  input: CreateApiKeyInput,
  id?: string,
): Promise<ApiKey & { key: string }> {
  refuseViewers(scope);
  refuseMoreScopes(scope, input);
  const { environment } = scope;
  if (input.expiresAt && input.expiresAt <= deps.clock.now()) {
    fail("invalid_request", { fields: [{ path: "expires_at", message: "Must be in the future" }] });
  }
  refuseUnfit(environment, input, input);
  const key = newKeyText(deps.random, environment.kind, input.type);
  const row = await deps.db.transaction(async (tx) => {
    await refuseLongerLife(tx, scope, input);
    await refuseFullPlan(deps, tx, environment);
    const [inserted] = await insertApiKeys(tx, [
      newKeyRow(deps, { ...input, id, environmentId: environment.id, key, createdBy: actorName(scope) }),
    ]);
    if (!inserted) throw new Error("The key was not inserted");
    await syncKeyOrigins(tx, inserted);
    await recordEvents(deps, tx, scope, [
      { type: "api_key.created", data: dataOf(inserted), after: termsOf(inserted), target: targetOf(inserted.id) },
    ]);
    return inserted;
  });
  forgetKey(deps, row);
  return { ...toApiKey(deps, row), requestsInDay: 0, key };
}

/** What events tell of a key. */
export function dataOf(row: ApiKeyRow): { api_key_id: string; name: string; key_type: string } {
  return { api_key_id: row.id, name: row.name, key_type: row.type };
}

/** What a key may and from where, as the audit log keeps it. */
export function termsOf(row: ApiKeyRow): Record<string, unknown> {
  return {
    name: row.name,
    scopes: row.scopes,
    allowed_ips: row.allowedIps,
    allowed_origins: row.allowedOrigins,
    expires_at: row.expiresAt?.toISOString() ?? null,
  };
}
