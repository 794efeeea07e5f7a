import { and, desc, eq, gte, inArray, isNull, like, lt, or, sql } from "drizzle-orm";
import type { Orm } from "../client";
import { apiKeys, trafficHours, trafficMinutes } from "../schema";

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

/** The other half of a rotation. */
export type RotatedRow = { id: string; replacesId: string | null; expiresAt: Date | null };

/** The keys with those ids, and those that took the place of one of them. */
export async function listRotatedRows(
  orm: Orm,
  environmentId: string,
  of: { ids: readonly string[]; replacedIds: readonly string[] },
): Promise<RotatedRow[]> {
  const { id, replacesId, expiresAt } = apiKeys;
  return orm
    .select({ id, replacesId, expiresAt })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.environmentId, environmentId),
        or(inArray(id, [...of.ids]), inArray(replacesId, [...of.replacedIds])),
      ),
    )
    .orderBy(id);
}

const notEnded = (at: Date) =>
  and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} > ${at.toISOString()}`));

/** How many keys of the environment are good now. One that was replaced and one that replaces it count as one. */
export async function countApiKeys(orm: Orm, environmentId: string, at: Date): Promise<number> {
  const [row] = await orm
    .select({ count: sql<number>`count(DISTINCT coalesce(${apiKeys.replacesId}, ${apiKeys.id}))::int` })
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), notEnded(at)));
  return row?.count ?? 0;
}

/** A key of the environment, locked until the transaction ends. */
export async function lockApiKey(tx: Orm, environmentId: string, id: string): Promise<ApiKeyRow | null> {
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id)))
    .for("update");
  return row ?? null;
}

/** Whether a good key has taken the place of that one. */
export async function isReplaced(orm: Orm, environmentId: string, id: string, at: Date): Promise<boolean> {
  const [row] = await orm
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.replacesId, id), notEnded(at)))
    .limit(1);
  return row !== undefined;
}

export type ApiKeyChange = Partial<
  Pick<typeof apiKeys.$inferInsert, "name" | "allowedIps" | "allowedOrigins" | "scopes" | "expiresAt">
>;

/** Changes a key that is good now. Null when it has ended, or is not there. */
export async function changeApiKeyRow(
  tx: Orm,
  environmentId: string,
  id: string,
  input: { change: ApiKeyChange; at: Date },
): Promise<ApiKeyRow | null> {
  const [row] = await tx
    .update(apiKeys)
    .set(input.change)
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id), notEnded(input.at)))
    .returning();
  return row ?? null;
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

/** Notes when, from where and by what a key was used last. Two processes may tell in any order: the later use stays. */
export async function touchApiKeyRow(
  orm: Orm,
  environmentId: string,
  id: string,
  use: { at: Date; ip: string | null; agent: string | null },
): Promise<void> {
  const older = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, use.at));
  await orm
    .update(apiKeys)
    .set({ lastUsedAt: use.at, lastUsedIp: use.ip, lastUsedAgent: use.agent })
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id), older));
}

/** A key of the environment, whether it is good or not. */
export async function readApiKeyRow(orm: Orm, environmentId: string, id: string): Promise<ApiKeyRow | null> {
  const [row] = await orm
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.environmentId, environmentId), eq(apiKeys.id, id)));
  return row ?? null;
}

/** Requests made with each key of the environment since then, by the key's id. Telemetry: a minute or so behind. */
export async function countRequestsByKey(orm: Orm, environmentId: string, since: Date): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const traffic of [trafficHours, trafficMinutes]) {
    const rows = await orm
      .select({ actor: traffic.actor, count: sql<number>`sum(${traffic.count})::float8` })
      .from(traffic)
      .where(and(eq(traffic.environmentId, environmentId), gte(traffic.startsAt, since), like(traffic.actor, "key:%")))
      .groupBy(traffic.actor);
    for (const { actor, count } of rows) {
      const id = actor.slice("key:".length);
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
  }
  return counts;
}
