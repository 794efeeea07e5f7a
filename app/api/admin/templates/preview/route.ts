import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { previewTemplate } from "@/lib/templates";
import { PreviewTemplateBody } from "@/lib/templates/contract";
import { PreviewReply, presentPreview } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Show what a message would look like, and what there is to say about its template",
    auth: "admin",
    needs: "templates:write",
    limit: "templates.write",
    query: EnvironmentQuery,
    body: PreviewTemplateBody,
    reply: PreviewReply,
    errors: ["not_found"],
    // Nothing is made: it is looked at again.
    idempotent: {
      replay: async ({ deps, scope, query, body }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        return presentPreview(await previewTemplate(deps, within, body));
      },
    },
    run: async ({ deps, scope, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentPreview(await previewTemplate(deps, within, body));
    },
  }),
});
