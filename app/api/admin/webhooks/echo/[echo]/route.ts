import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readEcho } from "@/lib/webhooks";
import { EchoParams, EchoReply, presentEcho } from "@/lib/webhooks/echo-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read what an echo receiver got, with each signature made anew",
    auth: "admin",
    needs: "webhooks:read",
    params: EchoParams,
    query: EnvironmentQuery,
    reply: EchoReply,
    run: async ({ deps, scope, params, query }) =>
      presentEcho(await readEcho(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.echo)),
  }),
});
