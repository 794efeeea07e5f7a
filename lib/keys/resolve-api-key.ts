import { type ApiKeyRow, findApiKey } from "@/db/queries/api-keys";
import { sha256 } from "@/lib/core/secrets";
import { environmentOf } from "@/lib/environments";
import type { Deps, ResolvedKey } from "@/lib/ports";
import { looksLikeKey } from "./key-text";

/**
 * The key that was presented, with its environment, at most five seconds old. Null for text that is not a key, for an
 * unknown key, and for one that was revoked or has expired. Looked up by its hash: there is nothing to time.
 */
export async function resolveApiKey(
  deps: Pick<Deps, "caches" | "db" | "clock">,
  presented: string,
): Promise<ResolvedKey | null> {
  if (!looksLikeKey(presented)) return null;
  const hash = sha256(presented);
  const resolved = await deps.caches.keys.get(hash.toString("base64"), async () => {
    const row = await findApiKey(deps.db.orm, hash);
    return row === null || row.revokedAt !== null ? null : resolveRow(deps, row);
  });
  const expiresAt = resolved?.key.expiresAt;
  return expiresAt && expiresAt <= deps.clock.now() ? null : resolved;
}

async function resolveRow(deps: Pick<Deps, "caches" | "db">, row: ApiKeyRow): Promise<ResolvedKey | null> {
  const environment = await environmentOf(deps, row.environmentId);
  if (environment === null || environment.customerState === "cancelled") return null;
  const { id, type, kind, allowedIps, allowedOrigins, expiresAt } = row;
  return { environment, key: { id, type, kind, allowedIps, allowedOrigins, expiresAt } };
}
