import { endpoint, route } from "@/lib/http";
import { endSession } from "@/lib/sessions";
import { LogoutBody } from "@/lib/sessions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "End this session, or all of the user's",
    auth: "user-optional",
    body: LogoutBody,
    run: async ({ deps, scope, client, body }) => endSession(deps, scope, client, body),
  }),
});
