import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { deleteAccount, updateAccount } from "@/lib/providers";
import { AccountParams, ProviderAccountPatch, ProviderAccountReply, presentAccount } from "@/lib/providers/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  PATCH: endpoint({
    summary: "Change an account at a provider; fields that are not named stay",
    auth: "admin",
    needs: "providers:write",
    params: AccountParams,
    query: EnvironmentQuery,
    body: ProviderAccountPatch,
    reply: ProviderAccountReply,
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentAccount(await updateAccount(deps, within, params.account, body));
    },
  }),
  DELETE: endpoint({
    summary: "Delete an account at a provider, and take it out of the order of each channel",
    auth: "admin",
    needs: "providers:write",
    params: AccountParams,
    query: EnvironmentQuery,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query }) =>
      deleteAccount(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.account),
  }),
});
