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
    const step = await eraseStep(deps, scope, userId, afterSeq);
    entries += step.seqs.length;
    afterSeq = step.lastSeq;
  }
  return entries;
}

/** Some of them, and the entry that says which: an erased entry that none speaks of was not erased by us. */
function eraseStep(
  deps: Pick<Deps, "db" | "clock" | "random">,
  scope: Scope,
  userId: string,
  afterSeq: number,
): ReturnType<typeof eraseAuditRows> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now();
    const step = await eraseAuditRows(tx, scope.environment.id, { userId, afterSeq, limit: BATCH, at });
    const { seqs } = step;
    const events = [{ type: "audit.erased", data: { entries: seqs.length, seqs } }];
    if (seqs.length > 0) await recordEvents(deps, tx, scope, events);
    return step;
  });
}
