import { EgressReply, presentEgress } from "@/lib/health/contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Check that each configured provider can be reached",
    auth: "operator",
    limit: "health.egress",
    reply: EgressReply,
    run: async ({ deps }) => presentEgress(await deps.delivery.check()),
  }),
});
