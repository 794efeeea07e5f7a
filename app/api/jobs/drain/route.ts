import { DRAIN_SECONDS, DrainReply, presentDrain } from "@/lib/health/contract";
import { endpoint, route } from "@/lib/http";

// A platform's cron asks with GET.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Run the jobs that are due, for a scheduler that asks with GET",
    auth: "cron-or-operator",
    reply: DrainReply,
    run: async ({ deps }) => presentDrain(await deps.jobs.drain(deps, DRAIN_SECONDS)),
  }),
  POST: endpoint({
    summary: "Run the jobs that are due: outbox, webhooks, retention and all",
    auth: "cron-or-operator",
    reply: DrainReply,
    run: async ({ deps }) => presentDrain(await deps.jobs.drain(deps, DRAIN_SECONDS)),
  }),
});
