import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readRealtime } from "@/lib/usage";
import { presentRealtime, RealtimeReply, UsageQuery } from "@/lib/usage/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "The last sixty minutes, by minute",
    auth: "admin",
    needs: "analytics:read",
    query: UsageQuery,
    reply: RealtimeReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentRealtime(await readRealtime(deps, within));
    },
  }),
});
