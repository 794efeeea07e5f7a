import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { testWebhook } from "@/lib/webhooks";
import { EndpointParams, TestWebhookBody } from "@/lib/webhooks/contract";
import { TestReply } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send an example to a webhook endpoint at once, and tell what came of it",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    body: TestWebhookBody,
    reply: TestReply,
    // What came of it is kept nowhere: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, params, query, body }) =>
      testWebhook(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.endpoint, body),
  }),
});
