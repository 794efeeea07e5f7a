import { EnvironmentQuery } from "@/lib/customers/contract";
import { deleteDomain } from "@/lib/domains";
import { DomainParams } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "Delete a sending domain; added again it has to be proven anew",
    auth: "admin",
    needs: "domains:write",
    params: DomainParams,
    query: EnvironmentQuery,
    run: async ({ deps, scope, params, query }) =>
      deleteDomain(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.domain),
  }),
});
