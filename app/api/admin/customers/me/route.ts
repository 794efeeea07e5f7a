import { readCustomer, requestDeletion, updateCustomer } from "@/lib/customers";
import { EnvironmentQuery } from "@/lib/customers/contract";
import {
  CustomerReply,
  DeleteCustomerBody,
  presentCustomer,
  UpdateCustomerBody,
} from "@/lib/customers/customer-contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "The customer of the key, with plan, quotas and what was used of them",
    auth: "admin",
    needs: "customer:read",
    query: EnvironmentQuery,
    reply: CustomerReply,
    run: async ({ deps, scope, query }) =>
      presentCustomer(await readCustomer(deps, await scopeOfCustomer(deps, scope, { customer: "me", ...query }))),
  }),
  PUT: endpoint({
    summary: "Rename the customer or the project",
    auth: "admin",
    needs: "customer:write",
    body: UpdateCustomerBody,
    query: EnvironmentQuery,
    reply: CustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope, query, body }) =>
      presentCustomer(
        await updateCustomer(deps, await scopeOfCustomer(deps, scope, { customer: "me", ...query }), body),
      ),
  }),
  DELETE: endpoint({
    summary: "Ask for the customer's deletion in seven days; an owner's session, never a key",
    auth: "admin",
    needs: "customer:write",
    body: DeleteCustomerBody,
    query: EnvironmentQuery,
    reply: CustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope, query, body }) => {
      const within = await scopeOfCustomer(deps, scope, { customer: "me", ...query });
      await requestDeletion(deps, within, within.environment.customerId, body);
      return presentCustomer(await readCustomer(deps, within));
    },
  }),
});
