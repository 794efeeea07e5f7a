import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { readUser, updateUser } from "@/lib/users";
import { presentUserRecord, UpdateUserBody, UserParams, UserRecordReply } from "@/lib/users/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a user",
    auth: "admin",
    needs: "users:read",
    params: UserParams,
    query: EnvironmentQuery,
    reply: UserRecordReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentUserRecord(await readUser(deps, within, params.user));
    },
  }),
  PATCH: endpoint({
    summary: "Change a user's username, name, language or metadata",
    auth: "admin",
    needs: "users:write",
    params: UserParams,
    query: EnvironmentQuery,
    body: UpdateUserBody,
    reply: UserRecordReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentUserRecord(await updateUser(deps, within, params.user, body));
    },
  }),
});
