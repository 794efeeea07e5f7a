import { and, desc, eq, gt } from "drizzle-orm";
import type { Orm } from "../client";
import { domainShares } from "../schema";

type NewRow = typeof domainShares.$inferInsert;

/** Adds a page that shows a domain's records. */
export async function insertShare(tx: Orm, row: NewRow): Promise<void> {
  await tx.insert(domainShares).values(row);
}

/** Which domain the page with that token shows; null where there is none any more. */
export async function findShare(
  orm: Orm,
  tokenHash: Uint8Array,
  now: Date,
): Promise<{ environmentId: string; domainId: string; expiresAt: Date } | null> {
  const { environmentId, domainId, expiresAt } = domainShares;
  const [row] = await orm
    .select({ environmentId, domainId, expiresAt })
    .from(domainShares)
    .where(and(eq(domainShares.tokenHash, tokenHash), gt(expiresAt, now)));
  return row ?? null;
}

/** The pages that show a domain now, the newest first. */
export async function listShares(
  orm: Orm,
  environmentId: string,
  domainId: string,
  now: Date,
): Promise<{ createdBy: string; createdAt: Date; expiresAt: Date }[]> {
  const { createdBy, createdAt, expiresAt } = domainShares;
  return orm
    .select({ createdBy, createdAt, expiresAt })
    .from(domainShares)
    .where(and(eq(domainShares.environmentId, environmentId), eq(domainShares.domainId, domainId), gt(expiresAt, now)))
    .orderBy(desc(createdAt))
    .limit(100);
}

/** Takes every page of a domain away. How many there were. */
export async function deleteShares(tx: Orm, environmentId: string, domainId: string): Promise<number> {
  const rows = await tx
    .delete(domainShares)
    .where(and(eq(domainShares.environmentId, environmentId), eq(domainShares.domainId, domainId)))
    .returning({ domainId: domainShares.domainId });
  return rows.length;
}
