import { IdParams } from "@/lib/core/wire";
import { endpoint, route } from "@/lib/http";
import { revokeSession } from "@/lib/sessions";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "End one of the signed-in user's sessions",
    auth: "user",
    params: IdParams,
    run: async ({ deps, scope, params }) => revokeSession(deps, scope, params.id),
  }),
});
