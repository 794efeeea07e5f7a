import { readVersion } from "@/lib/configuration";
import { presentWholeVersion, VersionParams, WholeVersionReply } from "@/lib/configuration/contract";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read one version of the settings",
    auth: "admin",
    needs: "config:read",
    params: VersionParams,
    query: EnvironmentQuery,
    reply: WholeVersionReply,
    run: async ({ deps, scope, params, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentWholeVersion(await readVersion(deps, within, params.version));
    },
  }),
});
