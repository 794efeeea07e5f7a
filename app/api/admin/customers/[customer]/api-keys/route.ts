import { PageQuery } from "@/lib/core/wire";
import { CustomerParams } from "@/lib/customers/contract";
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
    auth: "secret-key",
    params: CustomerParams,
    query: PageQuery,
    reply: ApiKeysReply,
    run: async ({ deps, scope, query }) => presentApiKeys(await listApiKeys(deps, scope, query)),
  }),
  POST: endpoint({
    summary: "Create an API key; the answer is the only place that shows it",
    auth: "secret-key",
    params: CustomerParams,
    body: CreateApiKeyBody,
    reply: CreatedApiKeyReply,
    status: 201,
    run: async ({ deps, scope, body }) => presentCreatedApiKey(await createApiKey(deps, scope, body)),
  }),
});
