import { EnvironmentParams } from "@/lib/core/wire";
import { endpoint, route } from "@/lib/http";
import { metadataOf } from "@/lib/tokens";
import { MetadataReply, presentMetadata } from "@/lib/tokens/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "What is needed to check an environment's tokens offline",
    auth: "public",
    params: EnvironmentParams,
    reply: MetadataReply,
    cacheSeconds: 300,
    run: async ({ deps, params }) => presentMetadata(await metadataOf(deps, params.environment)),
  }),
});
