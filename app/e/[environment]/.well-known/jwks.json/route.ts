import { EnvironmentParams } from "@/lib/core/wire";
import { endpoint, route } from "@/lib/http";
import { jwksOf } from "@/lib/tokens";
import { JwksReply } from "@/lib/tokens/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "The public keys of an environment's tokens",
    auth: "public",
    params: EnvironmentParams,
    reply: JwksReply,
    cacheSeconds: 300,
    run: async ({ deps, params }) => jwksOf(deps, params.environment),
  }),
});
