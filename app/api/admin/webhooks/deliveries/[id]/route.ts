import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readWholeDelivery } from "@/lib/webhooks";
import { DeliveryParams } from "@/lib/webhooks/contract";
import { presentWholeDelivery, WholeDeliveryReply } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a webhook delivery with every attempt",
    auth: "admin",
    needs: "webhooks:read",
    params: DeliveryParams,
    query: EnvironmentQuery,
    reply: WholeDeliveryReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWholeDelivery(await readWholeDelivery(deps, within, params.id));
    },
  }),
});
