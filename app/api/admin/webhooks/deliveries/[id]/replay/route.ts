import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { replayWebhook } from "@/lib/webhooks";
import { DeliveryParams } from "@/lib/webhooks/contract";
import { ReplayReply } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a webhook delivery again, under the same webhook-id",
    auth: "admin",
    needs: "webhooks:write",
    params: DeliveryParams,
    query: EnvironmentQuery,
    reply: ReplayReply,
    status: 202,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ params, completed }) => (completed ? ({ id: params.id, status: "pending" } as const) : null),
    },
    run: async ({ deps, scope, params, query }) =>
      replayWebhook(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.id),
  }),
});
