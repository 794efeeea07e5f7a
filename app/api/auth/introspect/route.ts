import { endpoint, route } from "@/lib/http";
import { introspectToken } from "@/lib/sessions";
import { IntrospectBody, IntrospectReply, presentIntrospection } from "@/lib/sessions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Ask whether an access token is good now (RFC 7662)",
    auth: "secret-key",
    needs: "sessions:read",
    body: IntrospectBody,
    reply: IntrospectReply,
    run: async ({ deps, scope, body }) => presentIntrospection(await introspectToken(deps, scope, body.token)),
  }),
});
