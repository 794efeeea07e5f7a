import { lockForTransaction } from "@/db/queries/lock";
import { findMember } from "@/db/queries/members";
import { fail } from "@/lib/core/errors";
import type { Asking } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { canonicalEmail } from "@/lib/users/identifier";
import type { SignedUp } from "./contract";
import { createCustomer } from "./create-customer";
import { requireOperator } from "./customer";
import type { RegisterCustomerInput } from "./customer-contract";

/**
 * Registers a customer for the operator: project, both environments, four keys (shown this once), and an owner who signs
 * in with a code to that address. `conflict` where somebody with it is a member already; `invalid_email` for what is none.
 */
export async function registerCustomer(deps: Deps, asking: Asking, input: RegisterCustomerInput): Promise<SignedUp> {
  requireOperator(asking);
  const email = canonicalEmail(input.email);
  return deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, `member/${email}`);
    if (await findMember(tx, email)) fail("conflict", { detail: "Somebody with this address is a member already" });
    return createCustomer(deps, tx, {
      name: input.name,
      plan: input.plan,
      project: { name: input.project, domain: null },
      member: { email, name: null },
      withKeys: true,
      actor: asking.actor,
      client: asking.client,
    });
  });
}
