import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { liftSuppressionOf } from "@/lib/messages";
import { VerificationParams } from "@/lib/messages/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  DELETE: endpoint({
    summary: "Let messages to the recipient of a verification through again",
    auth: "admin",
    needs: "verifications:write",
    params: VerificationParams,
    query: EnvironmentQuery,
    run: async ({ deps, scope, params, query }) =>
      liftSuppressionOf(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.challenge),
  }),
});
