import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readTemplateMade, restoreTemplate } from "@/lib/templates";
import { RestoreTemplateBody, TemplateVersionParams } from "@/lib/templates/contract";
import { presentTemplate, presentTemplateMade, TemplateReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Publish an earlier version of a template again",
    auth: "admin",
    needs: "templates:write",
    params: TemplateVersionParams,
    query: EnvironmentQuery,
    body: RestoreTemplateBody,
    reply: TemplateReply,
    errors: ["forbidden", "conflict", "rate_limited"],
    idempotent: {
      replay: async ({ deps, scope, params: { version: _, ...place }, query, resultId }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        return presentTemplateMade(await readTemplateMade(deps, within, place, resultId));
      },
    },
    run: async ({ deps, scope, params: { version, ...place }, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTemplate(await restoreTemplate(deps, within, place, { version, read: body.version }, resultId));
    },
  }),
});
