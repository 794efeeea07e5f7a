import { and, eq, notInArray } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { allowedOrigins } from "../schema";
import { statement } from "./statement";

/**
 * Makes `origins` what that source lists: `settings`, or the id of a key. For the transaction that changes the list:
 * `allowed_origins` is what preflights are answered from.
 */
export async function syncOrigins(
  tx: Orm,
  environmentId: string,
  source: string,
  origins: readonly string[],
): Promise<void> {
  const ofSource = and(eq(allowedOrigins.environmentId, environmentId), eq(allowedOrigins.source, source));
  await tx
    .delete(allowedOrigins)
    .where(origins.length === 0 ? ofSource : and(ofSource, notInArray(allowedOrigins.origin, [...origins])));
  if (origins.length === 0) return;
  await tx
    .insert(allowedOrigins)
    .values(origins.map((origin) => ({ environmentId, source, origin })))
    .onConflictDoNothing();
}

const LISTED = statement(
  "origin_listed",
  "SELECT EXISTS (SELECT FROM allowed_origins WHERE origin = $1::text) AS listed",
);

const LISTED_BY = statement(
  "origin_listed_by",
  `SELECT EXISTS (SELECT FROM allowed_origins WHERE environment_id = $1::uuid AND origin = $2::text) AS listed,
  EXISTS (SELECT FROM allowed_origins WHERE environment_id = $1::uuid) AS any_listed`,
);

/** Whether any environment lists the origin. */
export async function isOriginListed(db: Database, origin: string): Promise<boolean> {
  const [row] = await db.run<{ listed: boolean }>(LISTED, [origin]);
  return row?.listed ?? false;
}

/** Whether that environment lists the origin, and whether it lists any. */
export async function readOriginOf(
  db: Database,
  environmentId: string,
  origin: string,
): Promise<{ listed: boolean; anyListed: boolean }> {
  const [row] = await db.run<{ listed: boolean; any_listed: boolean }>(LISTED_BY, [environmentId, origin]);
  return { listed: row?.listed ?? false, anyListed: row?.any_listed ?? false };
}
