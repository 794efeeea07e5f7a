import { readOperatedCustomer, setCustomerStatus } from "@/lib/customers";
import {
  OneCustomerParams,
  OperatedCustomerReply,
  presentOperatedCustomer,
  presentUnlessChanged,
  SuspendBody,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Suspend a customer: their keys answer 403 customer_suspended",
    auth: "operator",
    params: OneCustomerParams,
    body: SuspendBody,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ deps, scope, params }) =>
        presentUnlessChanged(await readOperatedCustomer(deps, scope, params.customer), { status: "suspended" }),
    },
    run: async ({ deps, scope, params, body }) =>
      presentOperatedCustomer(await setCustomerStatus(deps, scope, params.customer, { ...body, status: "suspended" })),
  }),
});
