import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listRequests } from "@/lib/usage";
import { presentRequestLog, RequestLogQuery, RequestLogReply } from "@/lib/usage/request-log-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the API's requests, newest first, a few seconds after they were made",
    auth: "admin",
    needs: "logs:read",
    query: RequestLogQuery,
    reply: RequestLogReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query: { environmentId, ...query } }) => {
      const within = await scopeOfEnvironment(deps, scope, environmentId);
      return presentRequestLog(await listRequests(deps, within, query));
    },
  }),
});
