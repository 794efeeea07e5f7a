import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readWebhook, rotateWebhookSecret } from "@/lib/webhooks";
import { EndpointParams, presentRotatedSecret, RotatedSecretReply, RotateSecretBody } from "@/lib/webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Make a new secret; for the overlap the old one signs beside it",
    auth: "admin",
    needs: "webhooks:write",
    params: EndpointParams,
    query: EnvironmentQuery,
    body: RotateSecretBody,
    reply: RotatedSecretReply,
    errors: ["conflict"],
    idempotent: {
      replay: async ({ deps, scope, params, query, completed }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        // One that was cut off showed nobody its secret: another is made in its place.
        return completed ? presentRotatedSecret(await readWebhook(deps, within, params.endpoint)) : null;
      },
    },
    run: async ({ deps, scope, params, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      const asked = { ...body, rotationId: resultId };
      return presentRotatedSecret(await rotateWebhookSecret(deps, within, params.endpoint, asked));
    },
  }),
});
