import { type LeasedRow, leaseOutbox, recordBounce } from "@/db/queries/outbox";
import type { Deps } from "@/lib/ports";
import { moveEvents } from "./move-events";

const BATCH = 500;
const MESSAGE_BATCH = 20;
const LEASE_SECONDS = 30;
/** A test recipient that bounced takes mail again after this: the next run of a test suite starts afresh. */
const SUPPRESS_SECONDS = 600;

/** `attempts`: how often the row was leased, this time included. */
export type SendQueued = (
  deps: Deps,
  row: { id: string; environmentId: string; messageId: string; attempts: number },
) => Promise<void>;

/**
 * Does what is due in the outbox, until nothing is: events go to the audit log, messages whose sender died are sent,
 * bounces suppress. Safe to run everywhere at once: rows are leased, and whoever dies leaves them due again. Answers how
 * many rows were done.
 */
export async function drainOutbox(deps: Deps, sendQueued: SendQueued): Promise<number> {
  let done = 0;
  for (;;) {
    const moved = await moveEvents(deps, BATCH);
    const leased = await leaseOutbox(deps.db, { leaseSeconds: LEASE_SECONDS, limit: MESSAGE_BATCH });
    await Promise.all(leased.map((row) => handle(deps, row, sendQueued)));
    done += moved + leased.length;
    if (moved < BATCH && leased.length < MESSAGE_BATCH) return done;
  }
}

async function handle(deps: Deps, row: LeasedRow, sendQueued: SendQueued): Promise<void> {
  const { id, environment_id: environmentId, data, attempts } = row;
  try {
    if (row.kind === "message") await sendQueued(deps, { id, environmentId, messageId: data.message_id, attempts });
    else {
      const identifierKey = Buffer.from(data.identifier_key ?? "", "hex");
      await recordBounce(deps.db, { environmentId, outboxId: id, identifierKey, suppressSeconds: SUPPRESS_SECONDS });
    }
  } catch (cause) {
    // The lease brings the row back: what failed once is tried again, here or elsewhere.
    deps.log.error({ outbox_id: id, kind: row.kind, attempts: row.attempts }, "an outbox row failed", cause);
  }
}
