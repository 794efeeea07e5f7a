import type { Orm } from "@/db/client";
import { type CustomerChange, type CustomerRow, lockCustomerRow, updateCustomerRow } from "@/db/queries/customers";
import { fail } from "@/lib/core/errors";
import type { Asking } from "@/lib/environments";
import { type NewEvent, recordEvents } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { environmentIdsOf, forgetCustomer } from "./customer";

/** What is to change of a customer, and what is told of it; null where it is as it should be already. */
export type Decided = { change: CustomerChange; event: Omit<NewEvent, "data" | "target"> } | null;

/**
 * Changes a customer in one transaction: looks at the row, which nobody else changes meanwhile, asks what to do, does
 * it, and tells it in the log of each of the customer's environments. `not_found` for an unknown one; `conflict` once
 * the time to take a deletion back is over.
 */
export async function changeCustomer(
  deps: Deps,
  asking: Asking,
  customerId: string,
  decide: (row: CustomerRow, tx: Orm) => Decided | Promise<Decided>,
): Promise<void> {
  const environmentIds = await environmentIdsOf(deps, customerId);
  await deps.db.transaction(async (tx) => {
    const row = await lockCustomerRow(tx, customerId);
    if (!row) return fail("not_found");
    if (row.deleteAfter && row.deleteAfter <= deps.clock.now()) {
      return fail("conflict", { detail: "This customer is being deleted" });
    }
    const decided = await decide(row, tx);
    if (!decided) return;
    if (Object.keys(decided.change).length > 0) await updateCustomerRow(tx, customerId, decided.change);
    await tellCustomer(deps, tx, asking, { customerId, environmentIds }, decided.event);
  });
  await forgetCustomer(deps, environmentIds);
}

/** Tells of what concerns a whole customer in the log of each of their environments. */
export async function tellCustomer(
  deps: Pick<Deps, "clock" | "random">,
  tx: Orm,
  { actor, client }: Pick<Asking, "actor" | "client">,
  { customerId, environmentIds }: { customerId: string; environmentIds: readonly string[] },
  event: Omit<NewEvent, "data" | "target"> & { data?: object },
): Promise<void> {
  const told = { ...event, data: { customer_id: customerId, ...event.data }, target: `customer:${customerId}` };
  for (const id of environmentIds) await recordEvents(deps, tx, { environment: { id }, actor, client }, [told]);
}
