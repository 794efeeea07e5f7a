import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { recoverFailed } from "@/lib/webhooks";
import { EndpointParams, presentRecovered, RecoverBody, RecoverReply } from "@/lib/webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send everything again that has failed since then, or count it",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    body: RecoverBody,
    reply: RecoverReply,
    errors: ["conflict"],
    // What came of it is kept nowhere: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentRecovered(await recoverFailed(deps, within, params.endpoint, body));
    },
  }),
});
