import { readCustomer, undoDeletion } from "@/lib/customers";
import { CustomerReply, presentCustomer } from "@/lib/customers/customer-contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take the customer's deletion back; an owner's session, never a key",
    auth: "secret-key",
    needs: "customer:write",
    reply: CustomerReply,
    errors: ["conflict"],
    run: async ({ deps, scope }) => {
      await undoDeletion(deps, scope, scope.environment.customerId);
      return presentCustomer(await readCustomer(deps, scope));
    },
  }),
});
