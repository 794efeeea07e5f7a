import { operateCustomer, readOperatedCustomer, requestDeletion } from "@/lib/customers";
import {
  DeleteCustomerBody,
  OneCustomerParams,
  OperateCustomerBody,
  OperatedCustomerReply,
  presentOperatedCustomer,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "A customer with projects and members",
    auth: "operator",
    params: OneCustomerParams,
    reply: OperatedCustomerReply,
    run: async ({ deps, scope, params }) =>
      presentOperatedCustomer(await readOperatedCustomer(deps, scope, params.customer)),
  }),
  PATCH: endpoint({
    summary: "Change a customer's plan, quotas or features",
    auth: "operator",
    params: OneCustomerParams,
    body: OperateCustomerBody,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, body }) =>
      presentOperatedCustomer(await operateCustomer(deps, scope, params.customer, body)),
  }),
  DELETE: endpoint({
    summary: "Ask for a customer's deletion in seven days",
    auth: "operator",
    params: OneCustomerParams,
    body: DeleteCustomerBody,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, body }) => {
      await requestDeletion(deps, scope, params.customer, body);
      return presentOperatedCustomer(await readOperatedCustomer(deps, scope, params.customer));
    },
  }),
});
