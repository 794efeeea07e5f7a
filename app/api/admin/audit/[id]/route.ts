import { readAuditEntry } from "@/lib/audit";
import { AuditEntryReply, presentAuditEntry, ReadAuditQuery } from "@/lib/audit/contract";
import { IdParams } from "@/lib/core/wire";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read one entry of the audit log",
    auth: "admin",
    needs: "audit:read",
    params: IdParams,
    query: ReadAuditQuery,
    reply: AuditEntryReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentAuditEntry(await readAuditEntry(deps, within, params.id));
    },
  }),
});
