import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readVerification } from "@/lib/messages";
import { presentWholeVerification, VerificationParams, WholeVerificationReply } from "@/lib/messages/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a verification with its messages and its timeline",
    auth: "admin",
    needs: "verifications:read",
    params: VerificationParams,
    query: EnvironmentQuery,
    reply: WholeVerificationReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWholeVerification(await readVerification(deps, within, params.challenge));
    },
  }),
});
