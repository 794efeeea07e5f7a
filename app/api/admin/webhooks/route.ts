import { CustomerPageQuery, EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createWebhook, findWebhook, listWebhooks } from "@/lib/webhooks";
import {
  CreatedWebhookReply,
  presentCreatedWebhook,
  presentWebhooks,
  WebhookBody,
  WebhooksReply,
} from "@/lib/webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the webhook endpoints of the environment",
    auth: "admin",
    needs: "webhooks:read",
    query: CustomerPageQuery,
    reply: WebhooksReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) =>
      presentWebhooks(await listWebhooks(deps, await scopeOfEnvironment(deps, scope, query.environmentId), query)),
  }),
  POST: endpoint({
    summary: "Add a webhook endpoint; the answer is the only place that shows its secret",
    auth: "admin",
    needs: "webhooks:write",
    query: EnvironmentQuery,
    body: WebhookBody,
    reply: CreatedWebhookReply,
    status: 201,
    errors: ["not_found"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const made = await findWebhook(deps, await scopeOfEnvironment(deps, scope, query.environmentId), resultId);
        return made && presentCreatedWebhook(made);
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentCreatedWebhook(await createWebhook(deps, within, resultId, body));
    },
  }),
});
