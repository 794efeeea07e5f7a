import { type ApiKeyRow, findApiKey } from "@/db/queries/api-keys";
import { sha256 } from "@/lib/core/secrets";
import { environmentOf } from "@/lib/environments";
import type { Deps, ResolvedKey } from "@/lib/ports";
import { looksLikeKey } from "./key-text";
import { isKeyScope } from "./scopes";

/**
 * The key that was presented, with its environment, each at most five seconds old. Null for text that is not a key, for
 * an unknown key, and for one that was revoked or has expired. Looked up by its hash: there is nothing to time.
 */
export async function resolveApiKey(
  deps: Pick<Deps, "caches" | "db" | "clock">,
  presented: string,
): Promise<ResolvedKey | null> {
  if (!looksLikeKey(presented)) return null;
  const hash = sha256(presented);
  const known = await deps.caches.keys.get(hash.toString("base64"), async () => {
    const row = await findApiKey(deps.db.orm, hash);
    return row === null || row.revokedAt !== null ? null : { environmentId: row.environmentId, key: toKey(row) };
  });
  if (known === null || (known.key.expiresAt !== null && known.key.expiresAt <= deps.clock.now())) return null;
  // Asked for by itself: within the key it would be as old as both together.
  const environment = await environmentOf(deps, known.environmentId);
  return environment === null || environment.customerState === "cancelled" ? null : { environment, key: known.key };
}

function toKey(row: ApiKeyRow): ResolvedKey["key"] {
  const { id, type, kind, allowedIps, allowedOrigins, expiresAt } = row;
  return { id, type, kind, allowedIps, allowedOrigins, scopes: row.scopes?.filter(isKeyScope) ?? null, expiresAt };
}
