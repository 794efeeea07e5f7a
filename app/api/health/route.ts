import { checkHealth } from "@/lib/health";
import { HealthReply, presentHealth } from "@/lib/health/contract";
import { answer, endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Health with the state of everything it stands on",
    auth: "public",
    reply: HealthReply,
    otherStatuses: [503],
    run: async ({ deps }) => answer(presentHealth(await checkHealth(deps))),
  }),
});
