import { auditFile, listAudit } from "@/lib/audit";
import { AuditQuery, AuditReply, presentAudit } from "@/lib/audit/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route, textAnswer } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the audit log, newest first, or save what fits as CSV or JSON Lines",
    auth: "admin",
    needs: "audit:read",
    query: AuditQuery,
    reply: AuditReply,
    texts: ["text/csv", "application/jsonl"],
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      const file = await auditFile(deps, within, query);
      return file ? textAnswer(file) : presentAudit(await listAudit(deps, within, query.filters, query));
    },
  }),
});
