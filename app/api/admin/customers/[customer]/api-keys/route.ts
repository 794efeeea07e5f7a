import { CustomerPageQuery, CustomerParams, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createApiKey, listApiKeys, readApiKey } from "@/lib/keys";
import {
  ApiKeysReply,
  CreateApiKeyBody,
  CreatedApiKeyReply,
  presentApiKeys,
  presentCreatedApiKey,
  presentKnownApiKey,
} from "@/lib/keys/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the API keys of the environment",
    auth: "admin",
    needs: "keys:read",
    params: CustomerParams,
    query: CustomerPageQuery,
    reply: ApiKeysReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
      return presentApiKeys(await listApiKeys(deps, within, query));
    },
  }),
  POST: endpoint({
    summary: "Create an API key; the answer is the only place that shows it",
    auth: "admin",
    needs: "keys:write",
    params: CustomerParams,
    query: EnvironmentQuery,
    body: CreateApiKeyBody,
    reply: CreatedApiKeyReply,
    status: 201,
    errors: ["forbidden"],
    idempotent: {
      replay: async ({ deps, scope, params, query, resultId }) => {
        const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
        return presentKnownApiKey(await readApiKey(deps, within, resultId));
      },
    },
    run: async ({ deps, scope, params, query, body, resultId }) => {
      const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
      return presentCreatedApiKey(await createApiKey(deps, within, body, resultId));
    },
  }),
});
