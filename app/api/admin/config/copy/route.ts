import { copySettings, readCopy } from "@/lib/configuration";
import { CopyBody, CopyReply, presentCopied, presentCopy } from "@/lib/configuration/contract";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Copy the settings of another environment here, or see what that would change",
    auth: "admin",
    needs: "config:write",
    query: EnvironmentQuery,
    body: CopyBody,
    reply: CopyReply,
    errors: ["forbidden", "not_found", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, query, body, resultId }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        return presentCopied(await readCopy(deps, within, body, resultId));
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentCopy(await copySettings(deps, within, body, resultId));
    },
  }),
});
