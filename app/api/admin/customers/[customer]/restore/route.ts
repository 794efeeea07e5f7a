import { readOperatedCustomer, undoDeletion } from "@/lib/customers";
import {
  OneCustomerParams,
  OperatedCustomerReply,
  presentOperatedCustomer,
  presentUnlessChanged,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take a customer's deletion back",
    auth: "operator",
    params: OneCustomerParams,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ deps, scope, params }) =>
        presentUnlessChanged(await readOperatedCustomer(deps, scope, params.customer), { deleteAfter: null }),
    },
    run: async ({ deps, scope, params }) => {
      await undoDeletion(deps, scope, params.customer);
      return presentOperatedCustomer(await readOperatedCustomer(deps, scope, params.customer));
    },
  }),
});
