import { CustomerKeyParams, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { revokeApiKey } from "@/lib/keys";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "Revoke an API key",
    auth: "secret-key-or-operator",
    params: CustomerKeyParams,
    query: EnvironmentQuery,
    run: async ({ deps, scope, params, query }) =>
      revokeApiKey(deps, await scopeOfCustomer(deps, scope, { ...params, ...query }), params.key),
  }),
});
