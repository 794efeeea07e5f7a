import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import type { Orm } from "../client";
import { apiKeys } from "../schema";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** The key with that hash, whichever environment it is of: the hash is what authenticates. */
export async function findApiKey(orm: Orm, keyHash: Uint8Array): Promise<ApiKeyRow | null> {
  const [row] = await orm.select().from(apiKeys).where(eq(apiKeys.keyHash, keyHash));
  return row ?? null;
}

/** Adds keys. */
export async function insertApiKeys(orm: Orm, rows: readonly (typeof apiKeys.$inferInsert)[]): Promise<ApiKeyRow[]> {
  return orm
    .insert(apiKeys)
    .values([...rows])
    .returning();
}

/** An environment's keys, newest first, below `before`. */
export async function listApiKeyRows(
  orm: Orm,
  environmentId: string,
  page: { before: string | null; limit: number },
): Promise<ApiKeyRow[]> {
  const below = page.before === null ? undefined : lt(apiKeys.id, page.before);
  return orm
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), below))
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}

/** Revokes a key of the environment. Null when it is not there or was revoked before. */
export async function revokeApiKeyRow(
  orm: Orm,
  environmentId: string,
  id: string,
  at: Date,
): Promise<ApiKeyRow | null> {
  const [row] = await orm
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning();
  return row ?? null;
}

/** Notes when a key was used last. Two processes may tell in any order: the later time stays. */
export async function touchApiKeyRow(orm: Orm, environmentId: string, id: string, at: Date): Promise<void> {
  const older = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, at));
  await orm
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id), older));
}

/** Whether the environment has that key, revoked or not. */
export async function apiKeyExists(orm: Orm, environmentId: string, id: string): Promise<boolean> {
  const [row] = await orm
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id)));
  return row !== undefined;
}
