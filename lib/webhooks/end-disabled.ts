import { endDisabledDeliveries } from "@/db/queries/webhook-queue";
import type { Deps } from "@/lib/ports";

const BATCH = 1_000;

/** Gives up what waits for endpoints that were turned off, in batches: it can be recovered. Answers how many there were. */
export async function endDisabled(deps: Pick<Deps, "db">, signal?: AbortSignal): Promise<number> {
  let ended = 0;
  for (;;) {
    const batch = await endDisabledDeliveries(deps.db, BATCH);
    ended += batch;
    if (batch < BATCH || signal?.aborted) return ended;
  }
}
