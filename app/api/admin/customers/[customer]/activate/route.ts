import { readOperatedCustomer, setCustomerStatus } from "@/lib/customers";
import {
  OneCustomerParams,
  OperatedCustomerReply,
  presentOperatedCustomer,
  presentUnlessChanged,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Let a customer go on",
    auth: "operator",
    params: OneCustomerParams,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ deps, scope, params }) =>
        presentUnlessChanged(await readOperatedCustomer(deps, scope, params.customer), { status: "active" }),
    },
    run: async ({ deps, scope, params }) =>
      presentOperatedCustomer(
        await setCustomerStatus(deps, scope, params.customer, { status: "active", reason: null }),
      ),
  }),
});
