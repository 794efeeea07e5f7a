import { CustomerKeyParams, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfCustomer } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readApiKey, rotateApiKey } from "@/lib/keys";
import { presentKnownRotation, presentRotatedApiKey, RotateApiKeyBody, RotatedApiKeyReply } from "@/lib/keys/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Make an API key in another's place; the answer is the only place that shows it",
    auth: "admin",
    needs: "keys:write",
    params: CustomerKeyParams,
    query: EnvironmentQuery,
    body: RotateApiKeyBody,
    reply: RotatedApiKeyReply,
    status: 201,
    errors: ["forbidden", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, params, query, resultId }) => {
        const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
        return presentKnownRotation(await readApiKey(deps, within, resultId));
      },
    },
    run: async ({ deps, scope, params, query, body, resultId }) => {
      const within = await scopeOfCustomer(deps, scope, { ...params, ...query });
      return presentRotatedApiKey(await rotateApiKey(deps, within, params.key, body, resultId));
    },
  }),
});
