import { endpoint, route } from "@/lib/http";
import { KeyPatternsReply, presentKeyPatterns } from "@/lib/keys/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "What scanners look for to find secret keys in code",
    auth: "public",
    reply: KeyPatternsReply,
    cacheSeconds: 3600,
    run: async () => presentKeyPatterns(),
  }),
});
