import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readRequest } from "@/lib/usage";
import { UsageQuery } from "@/lib/usage/contract";
import { LoggedRequestDetailReply, presentLoggedRequest, RequestLogParams } from "@/lib/usage/request-log-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read one request with its bodies, secrets hidden",
    auth: "admin",
    needs: "logs:read",
    params: RequestLogParams,
    query: UsageQuery,
    reply: LoggedRequestDetailReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentLoggedRequest(await readRequest(deps, within, params.id));
    },
  }),
});
