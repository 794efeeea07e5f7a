import { CustomerPageQuery, CustomerParams, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createApiKey, listApiKeys } from "@/lib/keys";
import {
  ApiKeysReply,
  CreateApiKeyBody,
  CreatedApiKeyReply,
  presentApiKeys,
  presentCreatedApiKey,
} from "@/lib/keys/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the API keys of the environment",
    auth: "admin",
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
    params: CustomerParams,
    query: EnvironmentQuery,
    body: CreateApiKeyBody,
    reply: CreatedApiKeyReply,
    status: 201,
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
      return presentCreatedApiKey(await createApiKey(deps, within, body));
    },
  }),
});
