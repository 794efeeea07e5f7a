import { EnvironmentQuery } from "@/lib/customers/contract";
import { shareDomain, unshareDomain } from "@/lib/domains";
import { DomainParams, presentShare, ShareBody, ShareReply, UnsharedReply } from "@/lib/domains/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Make a page that shows a domain's records without an account for seven days, and mail its address",
    auth: "admin",
    needs: "domains:write",
    params: DomainParams,
    query: EnvironmentQuery,
    body: ShareBody,
    reply: ShareReply,
    status: 201,
    errors: ["conflict", "invalid_email", "delivery_failed"],
    // Its address is shown once: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentShare(await shareDomain(deps, within, params.domain, body));
    },
  }),
  DELETE: endpoint({
    summary: "Take away every page that shows a domain's records",
    auth: "admin",
    needs: "domains:write",
    params: DomainParams,
    query: EnvironmentQuery,
    reply: UnsharedReply,
    run: async ({ deps, scope, params, query }) =>
      unshareDomain(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.domain),
  }),
});
