import { verifyAudit } from "@/lib/audit";
import { presentVerification, VerifyAuditQuery, VerifyAuditReply } from "@/lib/audit/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Check that nobody has changed, removed or added an entry of the audit log",
    auth: "admin",
    needs: "audit:read",
    limit: "audit.verify",
    query: VerifyAuditQuery,
    reply: VerifyAuditReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentVerification(await verifyAudit(deps, within, query));
    },
  }),
});
