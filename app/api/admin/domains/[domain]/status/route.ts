import { EnvironmentQuery } from "@/lib/customers/contract";
import { readDomain } from "@/lib/domains";
import { DomainParams, DomainReply, presentDomain } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a sending domain with its records and what the last check found, by its id or its name",
    auth: "admin",
    needs: "domains:read",
    params: DomainParams,
    query: EnvironmentQuery,
    reply: DomainReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentDomain(await readDomain(deps, within, params.domain));
    },
  }),
});
