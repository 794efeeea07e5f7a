import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createEcho, findEcho } from "@/lib/webhooks";
import { CreatedEchoReply, presentCreatedEcho } from "@/lib/webhooks/echo-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Make a receiver of ours that keeps what it gets for 24 hours; only this answer shows its address",
    auth: "admin",
    needs: "webhooks:write",
    query: EnvironmentQuery,
    reply: CreatedEchoReply,
    status: 201,
    errors: ["not_found", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const made = await findEcho(deps, await scopeOfEnvironment(deps, scope, query.environmentId), resultId);
        return made && presentCreatedEcho(made);
      },
    },
    run: async ({ deps, scope, query, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentCreatedEcho(await createEcho(deps, within, resultId));
    },
  }),
});
