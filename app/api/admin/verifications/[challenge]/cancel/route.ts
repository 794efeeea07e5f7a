import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { cancelVerification } from "@/lib/messages";
import { VerificationParams } from "@/lib/messages/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "End a verification: none of its codes is right any more",
    auth: "admin",
    needs: "verifications:write",
    params: VerificationParams,
    query: EnvironmentQuery,
    errors: ["conflict"],
    // One that was cut off is tried again, and told that it is over where it was done after all.
    idempotent: { replay: async ({ completed }) => (completed ? "done" : null) },
    run: async ({ deps, scope, params, query }) =>
      cancelVerification(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.challenge),
  }),
});
