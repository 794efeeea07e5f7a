import { listCustomers, readRegistered, registerCustomer } from "@/lib/customers";
import { presentRegistered, presentSignedUp, VerifySignUpReply } from "@/lib/customers/contract";
import {
  CustomersQuery,
  CustomersReply,
  presentCustomers,
  RegisterCustomerBody,
} from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the customers, newest first",
    auth: "operator",
    query: CustomersQuery,
    reply: CustomersReply,
    run: async ({ deps, scope, query }) => presentCustomers(await listCustomers(deps, scope, query)),
  }),
  POST: endpoint({
    summary: "Register a customer; the answer is the only place that shows the secret keys",
    auth: "operator",
    body: RegisterCustomerBody,
    reply: VerifySignUpReply,
    status: 201,
    errors: ["invalid_email", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, resultId }) => presentRegistered(await readRegistered(deps, scope, resultId)),
    },
    run: async ({ deps, scope, body, resultId }) =>
      presentSignedUp(await registerCustomer(deps, scope, body, resultId)).body,
  }),
});
