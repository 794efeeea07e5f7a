import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { findSuppression } from "@/lib/messages";
import { presentFoundSuppression, RecipientBody, SuppressionReply } from "@/lib/messages/suppression-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Find out whether messages to an address or a number are held back",
    auth: "admin",
    needs: "verifications:write",
    query: EnvironmentQuery,
    body: RecipientBody,
    reply: SuppressionReply,
    errors: ["invalid_email", "invalid_phone", "not_found"],
    // Nothing is made: it is looked up again.
    idempotent: {
      replay: async ({ deps, scope, query, body }) =>
        presentFoundSuppression(
          await findSuppression(deps, await scopeOfEnvironment(deps, scope, query.environmentId), body),
        ),
    },
    run: async ({ deps, scope, query, body }) =>
      presentFoundSuppression(
        await findSuppression(deps, await scopeOfEnvironment(deps, scope, query.environmentId), body),
      ),
  }),
});
