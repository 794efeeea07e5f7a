import { readQueues } from "@/lib/health";
import { presentQueues, QueuesReply } from "@/lib/health/contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read what waits in the queues, and when each job ran last",
    auth: "operator",
    reply: QueuesReply,
    run: async ({ deps }) => presentQueues(await readQueues(deps)),
  }),
});
