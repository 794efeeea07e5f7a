import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { createTenant, findTenant, listTenants } from "@/lib/tenants";
import {
  presentTenant,
  presentTenants,
  TenantBody,
  TenantReply,
  TenantsQuery,
  TenantsReply,
} from "@/lib/tenants/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the tenants, newest first, or find one by what a provider of its own knows it as",
    auth: "admin",
    needs: "tenants:read",
    query: TenantsQuery,
    reply: TenantsReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query: { environmentId, ...page } }) =>
      presentTenants(await listTenants(deps, await scopeOfEnvironment(deps, scope, environmentId), page)),
  }),
  POST: endpoint({
    summary: "Add a tenant, and what its messages come from",
    auth: "admin",
    needs: "tenants:write",
    query: EnvironmentQuery,
    body: TenantBody,
    reply: TenantReply,
    status: 201,
    errors: ["not_found", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const made = await findTenant(deps, await scopeOfEnvironment(deps, scope, query.environmentId), resultId);
        return made && presentTenant(made);
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTenant(await createTenant(deps, within, resultId, body));
    },
  }),
});
