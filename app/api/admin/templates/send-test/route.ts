import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { sendTestTemplate } from "@/lib/templates";
import { SendTestBody } from "@/lib/templates/contract";
import { presentTestSent, TestSentReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a template with a made-up code: into the Mailbox of a test environment, in live to a member",
    auth: "admin",
    needs: "templates:write",
    query: EnvironmentQuery,
    body: SendTestBody,
    reply: TestSentReply,
    errors: ["forbidden", "not_found", "rate_limited", "channel_unavailable", "delivery_failed"],
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTestSent(await sendTestTemplate(deps, within, resultId, body));
    },
  }),
});
