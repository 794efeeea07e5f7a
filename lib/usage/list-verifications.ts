import { latestVerifications } from "@/db/queries/verifications";
import { maskIdentifier } from "@/lib/core/mask";
import type { Deps, Scope } from "@/lib/ports";

/** One verification, with the recipient masked. `took` is how long it has been under way, or was, in seconds. */
export type Verification = {
  id: string;
  recipient: string;
  state: "verified" | "waiting" | "wrong" | "locked" | "expired";
  attempts: number;
  attemptsMax: number;
  startedAt: Date;
  tookSeconds: number;
};

/** The newest verifications of an environment. They are kept for a day after their end. */
export async function listVerifications(
  { db, clock }: Pick<Deps, "clock" | "db">,
  { environment }: Pick<Scope, "environment">,
  limit: number,
): Promise<Verification[]> {
  const now = clock.now();
  const rows = await latestVerifications(db, environment.id, limit);
  return rows.map((row) => {
    const end = row.consumedAt ?? (row.over ? row.endsAt : now);
    return {
      id: row.id,
      recipient: maskIdentifier(row),
      state: stateOf(row),
      attempts: row.attempts,
      attemptsMax: row.attemptsMax,
      startedAt: row.openedAt,
      tookSeconds: Math.max(0, (end.getTime() - row.openedAt.getTime()) / 1000),
    };
  });
}

function stateOf(row: { consumedAt: Date | null; attempts: number; attemptsMax: number; over: boolean }) {
  if (row.consumedAt) return "verified";
  if (row.attempts >= row.attemptsMax) return "locked";
  if (row.over) return "expired";
  return row.attempts > 0 ? "wrong" : "waiting";
}
