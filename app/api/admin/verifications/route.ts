import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listVerifications } from "@/lib/messages";
import { presentVerifications, VerificationsQuery, VerificationsReply } from "@/lib/messages/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the verifications of the environment, newest first",
    auth: "admin",
    needs: "verifications:read",
    query: VerificationsQuery,
    reply: VerificationsReply,
    errors: ["invalid_email", "invalid_phone", "not_found"],
    run: async ({ deps, scope, query }) =>
      presentVerifications(
        await listVerifications(deps, await scopeOfEnvironment(deps, scope, query.environmentId), query),
      ),
  }),
});
