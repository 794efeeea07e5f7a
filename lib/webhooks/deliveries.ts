import {
  countFailedDeliveries,
  type DeliveryRow,
  lastScannedDelivery,
  listDeliveryRows,
  type Neighbours,
  readDelivery,
  readNeighbours,
  recoverDeliveries,
  replayDelivery,
} from "@/db/queries/webhook-deliveries";
import { readEndpointRow, type WebhookEndpointRow } from "@/db/queries/webhook-endpoints";
import { openCursor, sealCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import { uuidToBytes } from "@/lib/core/ids";
import type { Page } from "@/lib/core/wire";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { Delivery, ListedDelivery, WholeDelivery } from "./delivery-contract";
import { targetOf } from "./endpoints";
import { ATTEMPTS_MAX } from "./schedule";
import { bodyOf } from "./signature";

const RECOVER_BATCH = 1_000;

type DeliveriesAsked = Page & { endpointId: string | null; status: string | null; event: string | null };

/** How many deliveries one call looks at for those that fit. */
const SCAN = 20_000;

/**
 * Deliveries, newest first. Filters look at the newest 20,000 of a page and the cursor goes on behind them, so a page may
 * be short. `not_found` for an endpoint that is not here.
 */
export async function listDeliveries(
  deps: Deps,
  { environment }: Scope,
  { endpointId, status, event, limit, cursor }: DeliveriesAsked,
  { scan = SCAN }: { scan?: number } = {},
): Promise<{ data: ListedDelivery[]; nextCursor: string | null }> {
  if (endpointId !== null && !(await readEndpointRow(deps.db.orm, environment.id, endpointId))) fail("not_found");
  const list = `webhook_deliveries/${environment.id}/${endpointId ?? "all"}`;
  const after = cursor === null ? null : openCursor(deps.keyring, list, cursor);
  const before = after === null ? null : { id: after, at: timeOf(after) };
  const chosen = status !== null || event !== null;
  const until = chosen ? await lastScannedDelivery(deps.db, environment.id, { endpointId, before, scan }) : null;
  const rows = await listDeliveryRows(deps.db, environment.id, {
    ...{ endpointId, status, event, before, until },
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : until;
  return {
    data: shown.map(toListed),
    nextCursor: last ? sealCursor(deps.keyring, list, last.id) : null,
  };
}

/** When a delivery was made: its id begins with it (RFC 9562, 5.7). */
function timeOf(id: string): Date {
  return new Date(uuidToBytes(id).readUIntBE(0, 6));
}

/** One delivery with every attempt. `not_found` for one that is not here. */
export async function readWholeDelivery(deps: Deps, { environment }: Scope, id: string): Promise<WholeDelivery> {
  const row = (await readDelivery(deps.db, environment.id, id)) ?? fail("not_found");
  return {
    ...toDelivery(row),
    url: row.url,
    requestBody: bodyOf({ type: row.event_type, at: row.event_at, data: row.data }),
    tried: row.tried.map((attempt) => ({
      number: attempt.number,
      at: new Date(attempt.at),
      status: attempt.status,
      reason: attempt.reason,
      durationMs: attempt.duration_ms,
      requestHeaders: attempt.request_headers,
      responseHeaders: attempt.response_headers,
      responseBody: attempt.response_body,
    })),
  };
}

/** The deliveries to the same endpoint before and after one. */
export function neighboursOf(deps: Deps, { environment }: Scope, delivery: Delivery): Promise<Neighbours> {
  const { id, endpointId, createdAt: at } = delivery;
  return readNeighbours(deps.db, environment.id, { id, endpointId, at });
}

/**
 * Sends a delivery again, now, with a schedule that begins anew. `not_found` for one that is not here, `conflict` where
 * its endpoint is off.
 */
export async function replayWebhook(deps: Deps, scope: Scope, id: string): Promise<{ id: string; status: "pending" }> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  await deps.db.transaction(async (tx) => {
    const endpointId = (await replayDelivery(tx, environmentId, id, deps.clock.now())) ?? fail("not_found");
    refuseOff(await readEndpointRow(tx, environmentId, endpointId));
    const data = { endpoint_id: endpointId, delivery_id: id };
    await recordEvents(deps, tx, scope, [{ type: "webhook.replayed", data, target: targetOf(endpointId) }]);
  });
  deps.nudge();
  return { id, status: "pending" };
}

/** What waits for an endpoint that is off is given up: nothing is put there. */
function refuseOff(endpoint: WebhookEndpointRow | null): void {
  const { disabledAt } = endpoint ?? fail("not_found");
  if (disabledAt !== null) fail("conflict", { detail: "The endpoint is off: turn it on first" });
}

/**
 * Sends everything again that has failed for good since then, or only counts it. Each batch is told of together with what
 * it does. `not_found` and `conflict` as above.
 */
export async function recoverFailed(
  deps: Deps,
  scope: Scope,
  endpointId: string,
  { since, dryRun }: { since: Date; dryRun: boolean },
): Promise<{ count: number; dryRun: boolean }> {
  const environmentId = scope.environment.id;
  if (!dryRun) refuseViewers(scope);
  const failed = { environmentId, endpointId, since };
  if (dryRun) {
    refuseOff(await readEndpointRow(deps.db.orm, environmentId, endpointId));
    return { count: await countFailedDeliveries(deps.db, failed), dryRun };
  }
  let count = 0;
  for (;;) {
    const recovered = await recoverBatch(deps, scope, failed);
    count += recovered;
    if (recovered < RECOVER_BATCH) return { count, dryRun };
  }
}

async function recoverBatch(
  deps: Deps,
  scope: Scope,
  failed: { environmentId: string; endpointId: string; since: Date },
): Promise<number> {
  const { environmentId, endpointId, since } = failed;
  const recovered = await deps.db.transaction(async (tx) => {
    refuseOff(await readEndpointRow(tx, environmentId, endpointId));
    const count = await recoverDeliveries(tx, failed, { limit: RECOVER_BATCH, at: deps.clock.now() });
    const data = { endpoint_id: endpointId, since: since.toISOString(), count };
    await recordEvents(deps, tx, scope, [{ type: "webhook.replayed", data, target: targetOf(endpointId) }]);
    return count;
  });
  deps.nudge();
  return recovered;
}

type Common = Pick<
  DeliveryRow,
  | "id"
  | "endpoint_id"
  | "event_id"
  | "event_type"
  | "status"
  | "attempts"
  | "attempts_before"
  | "created_at"
  | "due_at"
  | "delivered_at"
  | "failed_at"
>;

function toDelivery(row: Common): Delivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    event: row.event_type,
    status: row.status,
    attempts: row.attempts,
    attemptsMax: row.attempts_before + ATTEMPTS_MAX,
    createdAt: row.created_at,
    nextAttemptAt: row.due_at,
    deliveredAt: row.delivered_at,
    failedAt: row.failed_at,
  };
}

function toListed(row: DeliveryRow): ListedDelivery {
  const { last_at: at, last_status: status, last_reason: reason, last_duration_ms: durationMs } = row;
  const lastAttempt = at === null || durationMs === null ? null : { at, status, reason, durationMs };
  return { ...toDelivery(row), lastAttempt };
}
