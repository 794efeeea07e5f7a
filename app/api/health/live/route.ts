import { systemClock } from "@/lib/core/clock";
import { LivenessReply, presentLiveness } from "@/lib/health/contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Whether this process answers at all",
    auth: "public",
    reply: LivenessReply,
    withoutDeps: () => presentLiveness(systemClock.now()),
    run: async ({ deps }) => presentLiveness(deps.clock.now()),
  }),
});
