import { endpoint, route } from "@/lib/http";
import { listEvents } from "@/lib/webhooks";
import { CatalogueReply } from "@/lib/webhooks/delivery-contract";

// It tells of nobody: whoever writes a receiver may read it without a key.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List every event that webhooks are told of, with the JSON schema of its body",
    auth: "public",
    reply: CatalogueReply,
    cacheSeconds: 300,
    run: async () => listEvents(),
  }),
});
