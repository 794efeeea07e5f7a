import { EnvironmentQuery } from "@/lib/customers/contract";
import { findDomain, requestDomain } from "@/lib/domains";
import { DomainBody, DomainReply, presentDomain } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Ask for a domain to send from; the answer holds the DNS records that it needs",
    auth: "admin",
    needs: "domains:write",
    query: EnvironmentQuery,
    body: DomainBody,
    reply: DomainReply,
    status: 201,
    errors: ["not_found", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const made = await findDomain(deps, await scopeOfEnvironment(deps, scope, query.environmentId), resultId);
        return made && presentDomain(made);
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentDomain(await requestDomain(deps, within, resultId, body));
    },
  }),
});
