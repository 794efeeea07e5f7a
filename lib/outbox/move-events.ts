import { z } from "zod";
import {
  areEventsWaiting,
  insertEntries,
  lockHeads,
  readEntries,
  type TakenEvent,
  takeEvents,
} from "@/db/queries/events";
import { insertDeliveries } from "@/db/queries/webhook-deliveries";
import { uuidv7 } from "@/lib/core/ids";
import type { Deps } from "@/lib/ports";
import { countUsage } from "./count-usage";
import { isWebhookEvent } from "./events";
import { sealEvents } from "./seal";
import type { CountedEvent } from "./usage-of-events";

const Data = z.record(z.string(), z.unknown());
const Context = z
  .object({ actor: z.string().nullable().catch(null) })
  .nullable()
  .catch(null);

/**
 * Takes what is due out of the outbox, at most `limit` events, and does in one transaction what each of them leads to:
 * a sealed entry of the audit log, a delivery for every webhook endpoint that wants it, and its counts. Killed anywhere,
 * it has done all of it or nothing, and each event counts exactly once. Answers how many there were.
 */
export async function moveEvents(
  deps: Pick<Deps, "clock" | "db" | "keyring" | "random">,
  limit: number,
): Promise<number> {
  if (!(await areEventsWaiting(deps.db))) return 0;
  const at = deps.clock.now();
  return deps.db.transaction(async (tx) => {
    const taken = await takeEvents(tx, deps.db.clockOffsetSeconds(), limit);
    if (taken.length === 0) return 0;
    // The second of an id is the same event with its end known: a guess that was noted as failed before it was met.
    const before = new Map(
      (
        await readEntries(
          tx,
          taken.map(({ id }) => id),
        )
      ).map((entry) => [entry.id, entry]),
    );
    const events = taken.map((event) =>
      before.has(event.id) ? { ...event, id: uuidv7(deps.clock, deps.random) } : event,
    );
    const environmentIds = [...new Set(events.map((event) => event.environment_id))];
    const sealed = sealEvents(deps, events, await lockHeads(tx, environmentIds, at));
    await insertEntries(tx, sealed.entries, sealed.heads, at);
    await insertDeliveries(tx, events.filter(({ type }) => isWebhookEvent(type)).map(deliverable));
    await countUsage(tx, events.map(counted), [...before.values()].map(counted));
    return taken.length;
  });
}

function deliverable(event: TakenEvent): Parameters<typeof insertDeliveries>[1][number] {
  const { id, type, environment_id: environmentId } = event;
  return { id, environmentId, type, data: Data.parse(JSON.parse(event.data)), at: new Date(event.at) };
}

function counted(event: TakenEvent): CountedEvent {
  const { type, environment_id: environmentId } = event;
  const context = event.context === null ? null : Context.parse(JSON.parse(event.context));
  const data: unknown = JSON.parse(event.data);
  return { environmentId, type, data, actor: context?.actor ?? null, at: new Date(event.at) };
}
