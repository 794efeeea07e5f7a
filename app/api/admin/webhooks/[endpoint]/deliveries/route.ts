import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listDeliveries } from "@/lib/webhooks";
import { EndpointDeliveriesQuery, EndpointParams } from "@/lib/webhooks/contract";
import { DeliveriesReply, presentDeliveries } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the deliveries to a webhook endpoint",
    auth: "admin",
    needs: "webhooks:read",
    params: EndpointParams,
    query: EndpointDeliveriesQuery,
    reply: DeliveriesReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentDeliveries(await listDeliveries(deps, within, { ...query, endpointId: params.endpoint }));
    },
  }),
});
