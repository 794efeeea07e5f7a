import { deleteDeliveriesOfDeleted, deleteEmptyEndpoints } from "@/db/queries/webhook-queue";
import type { Deps } from "@/lib/ports";

/** Each with its attempts: a statement that the database ends within its time, however much an endpoint has. */
const BATCH = 500;

/** Deletes what endpoints leave behind that were deleted, in batches, and then their rows. Answers how many deliveries. */
export async function deleteLeftovers(deps: Pick<Deps, "db">, signal?: AbortSignal): Promise<number> {
  let deleted = 0;
  for (;;) {
    const batch = await deleteDeliveriesOfDeleted(deps.db, BATCH);
    deleted += batch;
    if (signal?.aborted) return deleted;
    if (batch < BATCH) break;
  }
  await deleteEmptyEndpoints(deps.db);
  return deleted;
}
