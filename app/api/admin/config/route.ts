import { readSettings, updateSettings } from "@/lib/configuration";
import { ConfigurationReply, presentConfiguration, UpdateConfigurationBody } from "@/lib/configuration/contract";
import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read the settings of the environment",
    auth: "admin",
    needs: "config:read",
    query: EnvironmentQuery,
    reply: ConfigurationReply,
    errors: ["not_found"],
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentConfiguration(await readSettings(deps, within));
    },
  }),
  PUT: endpoint({
    summary: "Change settings: the groups that change, on the version that was read",
    auth: "admin",
    needs: "config:write",
    query: EnvironmentQuery,
    body: UpdateConfigurationBody,
    reply: ConfigurationReply,
    errors: ["forbidden", "not_found", "conflict"],
    run: async ({ deps, scope, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentConfiguration(await updateSettings(deps, within, body));
    },
  }),
});
