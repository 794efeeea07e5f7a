import { setCustomerStatus } from "@/lib/customers";
import {
  OneCustomerParams,
  OperatedCustomerReply,
  presentOperatedCustomer,
  StatusBody,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  PUT: endpoint({
    summary: "Set what a customer may do",
    auth: "operator",
    params: OneCustomerParams,
    body: StatusBody,
    reply: OperatedCustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, body }) =>
      presentOperatedCustomer(await setCustomerStatus(deps, scope, params.customer, body)),
  }),
});
