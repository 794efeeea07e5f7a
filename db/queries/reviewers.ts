import { and, asc, eq } from "drizzle-orm";
import type { Orm } from "../client";
import { reviewerIdentifiers } from "../schema";

export type ReviewerRow = typeof reviewerIdentifiers.$inferSelect;

/** An environment's reviewer identifiers, the oldest first. */
export async function listReviewerRows(orm: Orm, environmentId: string): Promise<ReviewerRow[]> {
  return orm
    .select()
    .from(reviewerIdentifiers)
    .where(eq(reviewerIdentifiers.environmentId, environmentId))
    .orderBy(asc(reviewerIdentifiers.createdAt));
}

/** Adds a reviewer identifier, or renews the one that is there: with a new code and a new end. */
export async function upsertReviewerRow(orm: Orm, row: typeof reviewerIdentifiers.$inferInsert): Promise<void> {
  await orm
    .insert(reviewerIdentifiers)
    .values(row)
    .onConflictDoUpdate({
      target: [reviewerIdentifiers.environmentId, reviewerIdentifiers.type, reviewerIdentifiers.value],
      set: {
        id: row.id,
        keyId: row.keyId,
        nonce: row.nonce,
        createdBy: row.createdBy,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
      },
    });
}

/** Removes a reviewer identifier. Answers whether it was there. */
export async function deleteReviewerRow(orm: Orm, environmentId: string, id: string): Promise<boolean> {
  const rows = await orm
    .delete(reviewerIdentifiers)
    .where(and(eq(reviewerIdentifiers.environmentId, environmentId), eq(reviewerIdentifiers.id, id)))
    .returning({ id: reviewerIdentifiers.id });
  return rows.length > 0;
}
