import { CustomerKeyParams, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { revokeApiKey, updateApiKey } from "@/lib/keys";
import { ApiKeyReply, presentApiKey, UpdateApiKeyBody } from "@/lib/keys/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  PATCH: endpoint({
    summary: "Change an API key's name, scopes, addresses or origins",
    auth: "admin",
    needs: "keys:write",
    params: CustomerKeyParams,
    query: EnvironmentQuery,
    body: UpdateApiKeyBody,
    reply: ApiKeyReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
      return presentApiKey(await updateApiKey(deps, within, params.key, body));
    },
  }),
  DELETE: endpoint({
    summary: "Revoke an API key",
    auth: "admin",
    needs: "keys:write",
    params: CustomerKeyParams,
    query: EnvironmentQuery,
    run: async ({ deps, scope, params, query }) =>
      revokeApiKey(deps, await scopeOfCustomer(deps, scope, { ...params, ...query }), params.key),
  }),
});
