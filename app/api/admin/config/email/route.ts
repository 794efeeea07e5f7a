import { readBrand, updateBrand } from "@/lib/configuration";
import { BrandReply, presentBrand, UpdateBrandBody } from "@/lib/configuration/contract";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read what messages carry of the brand",
    auth: "admin",
    needs: "config:read",
    query: EnvironmentQuery,
    reply: BrandReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) =>
      presentBrand(readBrand(await scopeOfEnvironment(deps, scope, query.environmentId))),
  }),
  PUT: endpoint({
    summary: "Change what messages carry of the brand; it is that of test and live alike",
    auth: "admin",
    needs: "config:write",
    query: EnvironmentQuery,
    body: UpdateBrandBody,
    reply: BrandReply,
    errors: ["forbidden", "not_found", "conflict"],
    run: async ({ deps, scope, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentBrand(await updateBrand(deps, within, body));
    },
  }),
});
