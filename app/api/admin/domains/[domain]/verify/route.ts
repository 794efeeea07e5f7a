import { EnvironmentQuery } from "@/lib/customers/contract";
import { readDomain, verifyDomain } from "@/lib/domains";
import { DomainParams, DomainReply, presentDomain } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Look for a sending domain's records now, every five seconds at the most",
    auth: "admin",
    needs: "domains:write",
    params: DomainParams,
    query: EnvironmentQuery,
    reply: DomainReply,
    idempotent: {
      replay: async ({ deps, scope, params, query, completed }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        return completed ? presentDomain(await readDomain(deps, within, params.domain)) : null;
      },
    },
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentDomain(await verifyDomain(deps, within, params.domain));
    },
  }),
});
