import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listUsers } from "@/lib/users";
import { presentUsers, UsersQuery, UsersReply } from "@/lib/users/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the users, newest first, or find one by an address, a number or a username",
    auth: "admin",
    needs: "users:read",
    query: UsersQuery,
    reply: UsersReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query: { environmentId, ...query } }) =>
      presentUsers(await listUsers(deps, await scopeOfEnvironment(deps, scope, environmentId), query)),
  }),
});
