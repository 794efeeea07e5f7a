import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { publishTemplate, readTemplate } from "@/lib/templates";
import { PublishTemplateBody, TemplateParams } from "@/lib/templates/contract";
import { presentTemplate, TemplateReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a template: what is sent, and the draft of it",
    auth: "admin",
    needs: "templates:read",
    params: TemplateParams,
    query: EnvironmentQuery,
    reply: TemplateReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTemplate(await readTemplate(deps, within, params));
    },
  }),
  PUT: endpoint({
    summary: "Publish a template, on the version that was read; null for the built-in design",
    auth: "admin",
    needs: "templates:write",
    params: TemplateParams,
    query: EnvironmentQuery,
    body: PublishTemplateBody,
    reply: TemplateReply,
    errors: ["forbidden", "conflict", "rate_limited"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTemplate(await publishTemplate(deps, within, params, body));
    },
  }),
});
