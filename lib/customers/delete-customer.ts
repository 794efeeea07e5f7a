import { type CustomerRow, keepCustomerRow, lockCustomerRow } from "@/db/queries/customers";
import {
  closeDeletedCustomers,
  customerHasRows,
  deleteAccount,
  deleteCustomerRows,
  findCustomerToPurge,
} from "@/db/queries/purge";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { type Asking, installationEnvironment } from "@/lib/environments";
import { recordEvents } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { changeCustomer, tellCustomer } from "./change-customer";
import { environmentIdsOf, forgetCustomer } from "./customer";

/** How long a deletion can be taken back. */
const UNDO_SECONDS = 7 * 86_400;

/**
 * How long a customer is closed before the rows go: whoever still remembers a key of theirs, or keeps figures to write
 * down, has forgotten and written by then.
 */
const CLOSED_SECONDS = 60;

const BATCH = 1_000;

/**
 * Asks for a customer's deletion: in seven days everything of theirs goes, and until then it can be taken back and
 * nothing else changes. For an owner, and for the operator; never by a key. `confirm` is the customer's name: 400
 * `invalid_request` where it is not, `customer_suspended` for an owner while it is suspended. Asked again, it changes
 * nothing.
 */
export async function requestDeletion(
  deps: Deps,
  asking: Asking,
  customerId: string,
  input: { confirm: string },
): Promise<void> {
  requireOwner(asking);
  await changeCustomer(deps, asking, customerId, (row) => {
    refuseSuspended(asking, row);
    if (input.confirm !== row.name.trim()) {
      return fail("invalid_request", { fields: [{ path: "confirm", message: "Type the customer's name" }] });
    }
    if (row.deleteAfter) return null;
    const now = deps.clock.now();
    const deleteAfter = addSeconds(now, UNDO_SECONDS);
    return {
      change: { deletionRequestedAt: now, deleteAfter },
      event: { type: "customer.deletion_requested", after: { delete_after: deleteAfter.toISOString() } },
    };
  });
}

/**
 * Takes a deletion back. `conflict` where none was asked for, or where its time is over. Who may ask may do this, and
 * when.
 */
export async function undoDeletion(deps: Deps, asking: Asking, customerId: string): Promise<void> {
  requireOwner(asking);
  const environmentIds = await environmentIdsOf(deps, customerId);
  await deps.db.transaction(async (tx) => {
    const row = await lockCustomerRow(tx, customerId);
    if (!row) return fail("not_found");
    refuseSuspended(asking, row);
    if (!(await keepCustomerRow(tx, customerId, deps.db.clockOffsetSeconds()))) {
      return fail("conflict", { detail: "There is no deletion that could be taken back" });
    }
    const before = { delete_after: row.deleteAfter?.toISOString() ?? null };
    await tellCustomer(deps, tx, asking, { customerId, environmentIds }, { type: "customer.deletion_undone", before });
  });
  await forgetCustomer(deps, environmentIds);
}

/** While the operator holds a customer, its end is the operator's alone to ask for and to take back. */
function refuseSuspended({ actor }: Asking, row: CustomerRow): void {
  if (actor.type === "member" && row.suspendedAt) fail("customer_suspended");
}

function requireOwner({ actor }: Asking): void {
  if (actor.type === "operator" || (actor.type === "member" && actor.role === "owner")) return;
  fail("forbidden", { detail: "An owner does this in the dashboard, or the operator" });
}

/**
 * Deletes every row of the customers whose time is over, in batches, whoever refers to others first, and their account
 * last. Safe everywhere at once, and to be killed anywhere: the account is there until nothing else is, so the next run
 * goes on. Answers how many rows went.
 */
export async function purgeDeletedCustomers(deps: Deps, signal?: AbortSignal): Promise<number> {
  for (const id of await closeDeletedCustomers(deps.db)) await forgetCustomer(deps, await environmentIdsOf(deps, id));
  let gone = 0;
  for (;;) {
    const customer = await findCustomerToPurge(deps.db, CLOSED_SECONDS);
    if (!customer) return gone;
    await forgetCustomer(deps, customer.environment_ids);
    for (const id of customer.environment_ids) deps.caches.signingKeys.forget(id);
    let batch = 0;
    do {
      if (signal?.aborted) return gone;
      batch = await deleteCustomerRows(deps.db, customer, BATCH);
      gone += batch;
    } while (batch > 0);
    // Rows that another process is deleting this moment are passed over: it, or the next run, ends it.
    if (await customerHasRows(deps.db, customer)) return gone;
    gone += await endAccount(deps, customer.id);
  }
}

/** The last step, and the only trace: that somebody was deleted, not who. */
async function endAccount(deps: Deps, customerId: string): Promise<number> {
  const environment = await installationEnvironment(deps);
  return deps.db.transaction(async (tx) => {
    const row = await lockCustomerRow(tx, customerId);
    if (!row || !(await deleteAccount(tx, customerId))) return 0;
    const asked = { deletion_requested_at: row.deletionRequestedAt?.toISOString() ?? null };
    await recordEvents(deps, tx, { environment, actor: { type: "system" }, client: null }, [
      { type: "customer.deleted", data: asked },
    ]);
    return 1;
  });
}
