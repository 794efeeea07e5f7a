import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createAccount, findAccount, listProviders } from "@/lib/providers";
import {
  ProviderAccountBody,
  ProviderAccountReply,
  ProvidersQuery,
  ProvidersReply,
  presentAccount,
  presentProviders,
} from "@/lib/providers/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary:
      "List who can carry messages: own accounts, the installation's providers, and in which order they are asked",
    auth: "admin",
    needs: "providers:read",
    query: ProvidersQuery,
    reply: ProvidersReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentProviders(await listProviders(deps, within, query.tenantId));
    },
  }),
  POST: endpoint({
    summary: "Add an account of your own at a provider; what signs in there is never shown again",
    auth: "admin",
    needs: "providers:write",
    query: EnvironmentQuery,
    body: ProviderAccountBody,
    reply: ProviderAccountReply,
    status: 201,
    errors: ["not_found"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const made = await findAccount(deps, await scopeOfEnvironment(deps, scope, query.environmentId), resultId);
        return made && presentAccount(made);
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentAccount(await createAccount(deps, within, resultId, body));
    },
  }),
});
