import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readVersionOf } from "@/lib/templates";
import { TemplateVersionParams } from "@/lib/templates/contract";
import { presentWholeTemplateVersion, WholeTemplateVersionReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a version of a template, and what it changed",
    auth: "admin",
    needs: "templates:read",
    params: TemplateVersionParams,
    query: EnvironmentQuery,
    reply: WholeTemplateVersionReply,
    run: async ({ deps, scope, params: { version, ...place }, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWholeTemplateVersion(await readVersionOf(deps, within, place, version));
    },
  }),
});
