import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listVersionsOf } from "@/lib/templates";
import { TemplateParams, TemplateVersionsQuery } from "@/lib/templates/contract";
import { presentTemplateVersions, TemplateVersionsReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the versions of a template, newest first; the last hundred are kept",
    auth: "admin",
    needs: "templates:read",
    params: TemplateParams,
    query: TemplateVersionsQuery,
    reply: TemplateVersionsReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTemplateVersions(await listVersionsOf(deps, within, params, query));
    },
  }),
});
