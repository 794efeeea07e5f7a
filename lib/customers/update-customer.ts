import { renameProjectRow } from "@/db/queries/customers";
import { fail } from "@/lib/core/errors";
import type { Asking } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { changeCustomer, tellCustomer } from "./change-customer";
import { customerIdOf, environmentIdsOf, readCustomer } from "./customer";
import type { Customer, UpdateCustomerInput } from "./customer-contract";

/** What is the operator's to change: who sends it for themselves tries to be more than they are. */
const OPERATORS: ReadonlySet<string> = new Set([
  "id",
  "status",
  "status_reason",
  "plan",
  "quotas",
  "daily_quota",
  "monthly_quota",
  "features",
  "own_quotas",
  "own_features",
  "created_at",
  "delete_after",
  "deletion_requested_at",
]);

/**
 * Changes what a customer may change of themselves: their name, and the name of the project of the one who asks. 400
 * `invalid_request` for any other field; where it is the operator's, the attempt stands in the log. `forbidden` for
 * members who are neither owner nor admin.
 */
export async function updateCustomer(deps: Deps, asking: Asking, input: UpdateCustomerInput): Promise<Customer> {
  const customerId = customerIdOf(asking);
  requireKeeper(asking);
  if (asking.environment?.customerState !== "active") fail("customer_suspended");
  if (input.others.length > 0) await refuseFields(deps, asking, customerId, input.others);
  const { name, projectName } = input;
  await changeCustomer(deps, asking, customerId, async (row, tx) => {
    const project = asking.environment;
    const renames = project !== null && projectName !== undefined && projectName !== project.brand.name;
    if (renames && !(await renameProjectRow(tx, customerId, project.projectId, projectName))) return fail("not_found");
    const change = name === undefined || name === row.name ? {} : { name };
    if (!renames && change.name === undefined) return null;
    const before = { ...(change.name && { name: row.name }), ...(renames && { project: project.brand.name }) };
    const after = { ...change, ...(renames && { project: projectName }) };
    return { change, event: { type: "customer.updated", before, after } };
  });
  return readCustomer(deps, asking);
}

/** Refuses members who may not decide for the customer: owners and admins may. A secret key may, but not delete. */
function requireKeeper({ actor }: Asking): void {
  if (actor.type === "member" && actor.role !== "owner" && actor.role !== "admin") {
    fail("forbidden", { detail: "Owners and admins may do that" });
  }
}

async function refuseFields(deps: Deps, asking: Asking, customerId: string, fields: readonly string[]): Promise<never> {
  const attempted = fields.filter((field) => OPERATORS.has(field));
  if (attempted.length > 0) {
    const environmentIds = await environmentIdsOf(deps, customerId);
    await deps.db.transaction((tx) =>
      tellCustomer(
        deps,
        tx,
        asking,
        { customerId, environmentIds },
        {
          type: "customer.change_refused",
          after: { fields: attempted },
        },
      ),
    );
  }
  return fail("invalid_request", {
    fields: fields.slice(0, 20).map((field) => ({
      path: field.slice(0, 100),
      message: OPERATORS.has(field) ? "Only the operator changes this" : "There is no such field",
    })),
  });
}
