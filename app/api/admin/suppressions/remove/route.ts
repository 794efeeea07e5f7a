import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { liftSuppression } from "@/lib/messages";
import { RecipientBody } from "@/lib/messages/suppression-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Let messages to an address or a number through again",
    auth: "admin",
    needs: "verifications:write",
    query: EnvironmentQuery,
    body: RecipientBody,
    errors: ["invalid_email", "invalid_phone", "not_found"],
    // One that was cut off is tried again, and told that nothing is in the way where it was done after all.
    idempotent: { replay: async ({ completed }) => (completed ? "done" : null) },
    run: async ({ deps, scope, query, body }) =>
      liftSuppression(deps, await scopeOfEnvironment(deps, scope, query.environmentId), body),
  }),
});
