import { eraseAuditRows } from "@/db/queries/audit";
import { recordEvents } from "@/lib/outbox";
import { moveEvents } from "@/lib/outbox/move-events";
import type { Deps, Scope } from "@/lib/ports";

const BATCH = 2_000;
const EVENTS = 500;

/**
 * Takes the content out of every entry of the environment that tells of the user: what they did, and what was done to
 * them. Number, promise and link stay, so the chain holds and still shows that something was there. Answers how many.
 */
export async function eraseAudit(
  deps: Pick<Deps, "db" | "clock" | "keyring" | "random">,
  scope: Scope,
  userId: string,
): Promise<number> {
  // What is not in the log yet would come into it afterwards.
  while ((await moveEvents(deps, EVENTS)) === EVENTS);
  let entries = 0;
  let afterSeq: number | null = 0;
  while (afterSeq !== null) {
    const step: Awaited<ReturnType<typeof eraseAuditRows>> = await eraseAuditRows(deps.db, scope.environment.id, {
      userId,
      afterSeq,
      limit: BATCH,
    });
    entries += step.erased;
    afterSeq = step.lastSeq;
  }
  if (entries > 0) {
    await deps.db.transaction((tx) => recordEvents(deps, tx, scope, [{ type: "audit.erased", data: { entries } }]));
  }
  return entries;
}
