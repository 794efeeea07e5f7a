import { readCustomer, undoDeletion } from "@/lib/customers";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { CustomerReply, presentCustomer } from "@/lib/customers/customer-contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take the customer's deletion back; an owner's session, never a key",
    auth: "admin",
    needs: "customer:write",
    query: EnvironmentQuery,
    reply: CustomerReply,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ deps, scope }) => {
        const customer = await readCustomer(deps, scope);
        return customer.deleteAfter === null ? presentCustomer(customer) : null;
      },
    },
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfCustomer(deps, scope, { customer: "me", ...query });
      await undoDeletion(deps, within, within.environment.customerId);
      return presentCustomer(await readCustomer(deps, within));
    },
  }),
});
