import { readCustomerRow } from "@/db/queries/customers";
import { listEnvironments } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { findMember } from "@/db/queries/members";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import type { Asking } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { canonicalEmail } from "@/lib/users/identifier";
import type { SignedUp } from "./contract";
import { createCustomer, projectNameOf } from "./create-customer";
import { requireOperator } from "./customer";
import type { RegisterCustomerInput } from "./customer-contract";

/**
 * Registers a customer for the operator: project, both environments, four keys (shown this once), and an owner who signs
 * in with a code to that address. `conflict` where somebody with it is a member already; `invalid_email` for what is none.
 */
export async function registerCustomer(
  deps: Deps,
  asking: Asking,
  input: RegisterCustomerInput,
  id = uuidv7(deps.clock, deps.random),
): Promise<SignedUp> {
  requireOperator(asking);
  const email = canonicalEmail(input.email);
  return deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, `member/${email}`);
    if (await findMember(tx, email)) fail("conflict", { detail: "Somebody with this address is a member already" });
    return createCustomer(deps, tx, {
      id,
      name: input.name,
      plan: input.plan,
      project: { name: input.project ?? projectNameOf(input.name, email), domain: null },
      member: { email, name: null },
      withKeys: true,
      actor: asking.actor,
      client: asking.client,
    });
  });
}

/** A customer that was registered under this id, without the keys, which were shown once; null where there is none. */
export async function readRegistered(deps: Deps, asking: Asking, id: string): Promise<SignedUp | null> {
  requireOperator(asking);
  const row = await readCustomerRow(deps.db.orm, id);
  const [environment] = row ? await listEnvironments(deps.db.orm, id) : [];
  if (!row || !environment) return null;
  const project = { id: environment.projectId, slug: environment.projectSlug, name: environment.projectName };
  return { customer: { id, name: row.name }, project, apiKeys: [] };
}
