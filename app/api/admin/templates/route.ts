import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listTemplates } from "@/lib/templates";
import { presentTemplates, TemplatesReply } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the templates that are published or being worked on; every other message has the built-in design",
    auth: "admin",
    needs: "templates:read",
    query: EnvironmentQuery,
    reply: TemplatesReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) =>
      presentTemplates(await listTemplates(deps, await scopeOfEnvironment(deps, scope, query.environmentId))),
  }),
});
