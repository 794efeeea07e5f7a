import { endpoint, route } from "@/lib/http";
import { refreshSession } from "@/lib/sessions";
import { presentTokens, RefreshBody, TokensReply } from "@/lib/sessions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Exchange a refresh token for fresh tokens",
    auth: "key-optional",
    body: RefreshBody,
    reply: TokensReply,
    errors: ["invalid_token"],
    run: async ({ deps, scope, client, body }) => presentTokens(await refreshSession(deps, scope, client, body)),
  }),
});
