import { CustomerPageQuery } from "@/lib/customers/contract";
import { listDomains } from "@/lib/domains";
import { DomainsReply, presentDomains } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the sending domains of the environment",
    auth: "admin",
    needs: "domains:read",
    query: CustomerPageQuery,
    reply: DomainsReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) =>
      presentDomains(await listDomains(deps, await scopeOfEnvironment(deps, scope, query.environmentId), query)),
  }),
});
