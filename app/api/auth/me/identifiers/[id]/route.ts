import { IdParams } from "@/lib/core/wire";
import { endpoint, route } from "@/lib/http";
import { removeIdentifier } from "@/lib/identifiers";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "Remove an identifier of the signed-in user; the last verified one stays",
    auth: "user",
    params: IdParams,
    errors: ["conflict"],
    run: async ({ deps, scope, params }) => removeIdentifier(deps, scope, params.id),
  }),
});
