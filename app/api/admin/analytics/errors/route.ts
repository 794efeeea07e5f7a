import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route, textAnswer } from "@/lib/http";
import { errorsCsv, readErrorsOf } from "@/lib/usage";
import { ErrorsReply, presentErrors, RangeQuery } from "@/lib/usage/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "What was refused or failed, by code and endpoint",
    auth: "admin",
    needs: "analytics:read",
    query: RangeQuery,
    reply: ErrorsReply,
    texts: ["text/csv"],
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      const found = await readErrorsOf(deps, within, query);
      return query.format === "csv"
        ? textAnswer({ type: "text/csv", fileName: "errors.csv", text: errorsCsv(found.errors) })
        : presentErrors(found);
    },
  }),
});
