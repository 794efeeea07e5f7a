import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readCurrentUsage } from "@/lib/usage";
import { presentUsage, UsageQuery, UsageReply } from "@/lib/usage/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "What was used today and this month, and what is left of the quotas",
    auth: "admin",
    needs: "analytics:read",
    query: UsageQuery,
    reply: UsageReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentUsage(await readCurrentUsage(deps, within));
    },
  }),
});
