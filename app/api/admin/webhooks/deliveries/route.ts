import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listDeliveries } from "@/lib/webhooks";
import { DeliveriesQuery } from "@/lib/webhooks/contract";
import { DeliveriesReply, presentDeliveries } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the webhook deliveries of the environment",
    auth: "admin",
    needs: "webhooks:read",
    query: DeliveriesQuery,
    reply: DeliveriesReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) =>
      presentDeliveries(await listDeliveries(deps, await scopeOfEnvironment(deps, scope, query.environmentId), query)),
  }),
});
