import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Orm } from "../client";
import { identifiers, users } from "../schema";
import type { IdentifierJson } from "./statement";

/** Users as their customer sees them. */

const columns = {
  id: users.id,
  name: users.name,
  locale: users.locale,
  role: users.role,
  metadata: sql<Record<string, unknown>>`${users.metadata}`,
  createdAt: users.createdAt,
  blockedAt: users.blockedAt,
  identifiers: sql<
    IdentifierJson[]
  >`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'type', i.type, 'value', i.value,
    'verified_at', i.verified_at) ORDER BY i.created_at, i.id), '[]'::jsonb)
    FROM ${identifiers} i WHERE i.environment_id = users.environment_id AND i.user_id = users.id)`,
};

export type UserRecordRow = {
  id: string;
  name: string | null;
  locale: string | null;
  role: "user" | "admin" | "super";
  metadata: Record<string, unknown>;
  createdAt: Date;
  blockedAt: Date | null;
  identifiers: IdentifierJson[];
};

/** Users of an environment, newest first, from below `before` where it is given. */
export async function listUserRows(
  orm: Orm,
  environmentId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<UserRecordRow[]> {
  const older = before === null ? undefined : lt(users.id, before);
  return orm
    .select(columns)
    .from(users)
    .where(and(eq(users.environmentId, environmentId), older))
    .orderBy(desc(users.id))
    .limit(limit);
}

/** A user of the environment. */
export async function readUserRow(orm: Orm, environmentId: string, id: string): Promise<UserRecordRow | null> {
  const [row] = await orm
    .select(columns)
    .from(users)
    .where(and(eq(users.environmentId, environmentId), eq(users.id, id)));
  return row ?? null;
}

/** Whose identifier it is; null where nobody in the environment has it. */
export async function readOwnerOf(
  orm: Orm,
  environmentId: string,
  { type, value }: { type: IdentifierJson["type"]; value: string },
): Promise<string | null> {
  const [row] = await orm
    .select({ userId: identifiers.userId })
    .from(identifiers)
    .where(and(eq(identifiers.environmentId, environmentId), eq(identifiers.type, type), eq(identifiers.value, value)));
  return row?.userId ?? null;
}

/** Locks a user until the transaction ends. False: there is none of that id. */
export async function lockUser(tx: Orm, environmentId: string, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.environmentId, environmentId), eq(users.id, id)))
    .for("update");
  return row !== undefined;
}

/** Changes a user's own fields. */
export async function changeUserRow(
  tx: Orm,
  environmentId: string,
  id: string,
  change: Partial<Pick<typeof users.$inferInsert, "name" | "locale" | "metadata">> & { updatedAt: Date },
): Promise<void> {
  await tx
    .update(users)
    .set(change)
    .where(and(eq(users.environmentId, environmentId), eq(users.id, id)));
}

/** Takes a locked user's username away. */
export async function deleteUsername(tx: Orm, environmentId: string, userId: string): Promise<void> {
  await tx
    .delete(identifiers)
    .where(
      and(
        eq(identifiers.environmentId, environmentId),
        eq(identifiers.userId, userId),
        eq(identifiers.type, "username"),
      ),
    );
}

/** Gives a locked user a username. False: somebody in the environment has it. */
export async function insertUsername(
  tx: Orm,
  environmentId: string,
  input: { id: string; userId: string; username: string; at: Date },
): Promise<boolean> {
  const { id, userId, username, at } = input;
  const rows = await tx
    .insert(identifiers)
    .values({ environmentId, id, userId, type: "username", value: username, verifiedAt: at, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: identifiers.id });
  return rows.length > 0;
}
