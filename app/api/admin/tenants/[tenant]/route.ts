import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { deleteTenant, readTenant, updateTenant } from "@/lib/tenants";
import { presentTenant, TenantBody, TenantParams, TenantPatch, TenantReply } from "@/lib/tenants/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read a tenant",
    auth: "admin",
    needs: "tenants:read",
    params: TenantParams,
    query: EnvironmentQuery,
    reply: TenantReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTenant(await readTenant(deps, within, params.tenant));
    },
  }),
  PUT: endpoint({
    summary: "Say all of a tenant anew: what is left out is taken away; its domains and accounts stay",
    auth: "admin",
    needs: "tenants:write",
    params: TenantParams,
    query: EnvironmentQuery,
    body: TenantBody,
    reply: TenantReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTenant(await updateTenant(deps, within, params.tenant, body));
    },
  }),
  PATCH: endpoint({
    summary: "Change a tenant; null takes away what it has of its own",
    auth: "admin",
    needs: "tenants:write",
    params: TenantParams,
    query: EnvironmentQuery,
    body: TenantPatch,
    reply: TenantReply,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTenant(await updateTenant(deps, within, params.tenant, body));
    },
  }),
  DELETE: endpoint({
    summary: "Delete a tenant that has no domains and accounts of its own",
    auth: "admin",
    needs: "tenants:write",
    params: TenantParams,
    query: EnvironmentQuery,
    errors: ["conflict"],
    run: async ({ deps, scope, params, query }) =>
      deleteTenant(deps, await scopeOfEnvironment(deps, scope, query.environmentId), params.tenant),
  }),
});
