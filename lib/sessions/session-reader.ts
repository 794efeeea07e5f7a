import DataLoader from "dataloader";
import type { Database } from "@/db/client";
import { readSessionRows, type SessionUserRow } from "@/db/queries/sessions";
import type { Env } from "@/lib/core/env";
import { onBehalfOf } from "@/lib/core/party";

/** As many as are asked for together; the next ones have a statement of their own. */
const TOGETHER = 100;

/** Reads sessions for whoever brings a token. */
export type SessionReader = {
  /** The session with its user as the database has them now; null when it is not usable. */
  read(environmentId: string, sessionId: string): Promise<SessionUserRow | null>;
};

type Wanted = { environmentId: string; sessionId: string };

/**
 * A reader that asks once for all whose requests came in the same turn of the event loop, each environment for itself: a
 * busy server spends more on a round trip than on the reading. Nothing is remembered, and the statement starts after
 * every request that it answers, so what was revoked before is refused.
 */
export function createSessionReader({
  db,
  env,
}: {
  db: Database;
  env: Pick<Env, "restoreEpoch" | "devMode">;
}): SessionReader {
  async function readOf(environmentId: string, ids: ReadonlySet<string>): Promise<Map<string, SessionUserRow>> {
    const { restoreEpoch, devMode } = env;
    const rows = await onBehalfOf(environmentId, () =>
      readSessionRows(db, environmentId, { sessionIds: [...ids], restoreEpoch, devMode }),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  const loader = new DataLoader<Wanted, SessionUserRow | null>(
    async (wanted) => {
      const idsOf = new Map<string, Set<string>>();
      for (const { environmentId, sessionId } of wanted) {
        const ids = idsOf.get(environmentId) ?? new Set();
        idsOf.set(environmentId, ids.add(sessionId));
      }
      const reads = new Map([...idsOf].map(([environmentId, ids]) => [environmentId, readOf(environmentId, ids)]));
      return Promise.all(
        wanted.map(async ({ environmentId, sessionId }) => {
          try {
            return (await reads.get(environmentId))?.get(sessionId) ?? null;
          } catch (error) {
            return toError(error);
          }
        }),
      );
    },
    { cache: false, maxBatchSize: TOGETHER, batchScheduleFn: (dispatch) => void setImmediate(dispatch) },
  );

  return { read: (environmentId, sessionId) => loader.load({ environmentId, sessionId }) };
}

/** An answer that is an Error fails its caller alone. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
