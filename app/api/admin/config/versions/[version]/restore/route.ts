import { readVersionMade, restoreVersion } from "@/lib/configuration";
import {
  ConfigurationReply,
  presentConfiguration,
  presentMade,
  RestoreBody,
  VersionParams,
} from "@/lib/configuration/contract";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Make an earlier version of the settings the current one",
    auth: "admin",
    needs: "config:write",
    params: VersionParams,
    query: EnvironmentQuery,
    body: RestoreBody,
    reply: ConfigurationReply,
    errors: ["forbidden", "conflict"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        return presentMade(await readVersionMade(deps, within, resultId));
      },
    },
    run: async ({ deps, scope, params, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      const input = { version: params.version, read: body.version };
      return presentConfiguration(await restoreVersion(deps, within, input, resultId));
    },
  }),
});
