import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { deleteWebhook, readWebhook, updateWebhook } from "@/lib/webhooks";
import { EndpointParams, presentWebhook, WebhookBody, WebhookPatch, WebhookReply } from "@/lib/webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a webhook endpoint",
    auth: "admin",
    needs: "webhooks:read",
    params: EndpointParams,
    query: EnvironmentQuery,
    reply: WebhookReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWebhook(await readWebhook(deps, within, params.endpoint));
    },
  }),
  PUT: endpoint({
    summary: "Say all of a webhook endpoint anew; its secret stays",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    body: WebhookBody,
    reply: WebhookReply,
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWebhook(await updateWebhook(deps, within, params.endpoint, body));
    },
  }),
  PATCH: endpoint({
    summary: "Change a webhook endpoint, turn it off or on again",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    body: WebhookPatch,
    reply: WebhookReply,
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWebhook(await updateWebhook(deps, within, params.endpoint, body));
    },
  }),
  DELETE: endpoint({
    summary: "Delete a webhook endpoint with its deliveries",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    run: async ({ deps, scope, params, query }) =>
      deleteWebhook(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.endpoint),
  }),
});
