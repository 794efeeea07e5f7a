import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route, textAnswer } from "@/lib/http";
import { analyticsCsv, readAnalytics } from "@/lib/usage";
import { AnalyticsReply, presentAnalytics, RangeQuery } from "@/lib/usage/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "What happened, by day or hour: codes, sign-ins, messages, calls, latencies",
    auth: "admin",
    needs: "analytics:read",
    query: RangeQuery,
    reply: AnalyticsReply,
    texts: ["text/csv"],
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      const analytics = await readAnalytics(deps, within, query);
      return query.format === "csv"
        ? textAnswer({ type: "text/csv", fileName: "analytics.csv", text: analyticsCsv(analytics) })
        : presentAnalytics(analytics);
    },
  }),
});
