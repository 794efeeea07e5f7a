import { PageQuery } from "@/lib/core/wire";
import { endpoint, route } from "@/lib/http";
import { listSessions } from "@/lib/sessions";
import { presentSessions, SessionsReply } from "@/lib/sessions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the signed-in user's devices",
    auth: "user",
    query: PageQuery,
    reply: SessionsReply,
    run: async ({ deps, scope, query }) => presentSessions(await listSessions(deps, scope, query)),
  }),
});
