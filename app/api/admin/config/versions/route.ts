import { listVersions } from "@/lib/configuration";
import { presentVersions, VersionPageQuery, VersionsReply } from "@/lib/configuration/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the versions of the settings, newest first, each with what it changed",
    auth: "admin",
    needs: "config:read",
    query: VersionPageQuery,
    reply: VersionsReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentVersions(await listVersions(deps, within, query));
    },
  }),
});
