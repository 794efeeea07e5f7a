import { and, eq } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { suppressions } from "../schema";
import { CLOCK, statement } from "./statement";

export type SuppressionRow = { reason: string; created_at: Date; expires_at: Date | null };

const READ = statement(
  "suppression_read",
  `SELECT reason, created_at, expires_at FROM suppressions
WHERE environment_id = $2 AND identifier_key = $3::bytea AND (expires_at IS NULL OR expires_at > ${CLOCK})`,
);

/** Why nothing is sent to somebody, and until when; null where something is. */
export async function readSuppression(
  db: Database,
  environmentId: string,
  identifierKey: Uint8Array,
): Promise<SuppressionRow | null> {
  const [row] = await db.run<SuppressionRow>(READ, [db.clockOffsetSeconds(), environmentId, identifierKey]);
  return row ?? null;
}

/** Lets messages through again. False where nothing was in their way. */
export async function deleteSuppression(tx: Orm, environmentId: string, identifierKey: Uint8Array): Promise<boolean> {
  const gone = await tx
    .delete(suppressions)
    .where(
      and(eq(suppressions.environmentId, environmentId), eq(suppressions.identifierKey, Buffer.from(identifierKey))),
    )
    .returning({ reason: suppressions.reason });
  return gone.length > 0;
}
