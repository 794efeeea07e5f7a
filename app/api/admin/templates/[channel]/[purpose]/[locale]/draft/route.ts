import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { discardDraft, saveDraft } from "@/lib/templates";
import { DiscardDraftQuery, SaveDraftBody, TemplateParams } from "@/lib/templates/contract";
import { DraftSavedReply, presentDraft } from "@/lib/templates/reply-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  PUT: endpoint({
    summary: "Save the draft of a template, on the revision that was read; nothing is sent from it",
    auth: "admin",
    needs: "templates:write",
    params: TemplateParams,
    query: EnvironmentQuery,
    body: SaveDraftBody,
    reply: DraftSavedReply,
    errors: ["forbidden", "conflict", "rate_limited"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentDraft(await saveDraft(deps, within, params, body));
    },
  }),
  DELETE: endpoint({
    summary: "Discard the draft of a template",
    auth: "admin",
    needs: "templates:write",
    params: TemplateParams,
    query: DiscardDraftQuery,
    errors: ["forbidden", "conflict"],
    run: async ({ deps, scope, params, query }) =>
      discardDraft(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params, query.revision),
  }),
});
