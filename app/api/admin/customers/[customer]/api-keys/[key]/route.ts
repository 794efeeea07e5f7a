import { CustomerKeyParams } from "@/lib/customers/contract";
import { endpoint, route } from "@/lib/http";
import { revokeApiKey } from "@/lib/keys";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "Revoke an API key",
    auth: "secret-key",
    params: CustomerKeyParams,
    run: async ({ deps, scope, params }) => revokeApiKey(deps, scope, params.key),
  }),
});
