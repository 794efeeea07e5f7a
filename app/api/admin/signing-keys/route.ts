import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { listSigningKeys, readRotation, rotateSigningKey } from "@/lib/tokens";
import {
  presentRotatedSigningKey,
  presentSigningKey,
  RotatedSigningKeyReply,
  RotateSigningKeyBody,
  SigningKeysReply,
} from "@/lib/tokens/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "List the keys that sign access tokens",
    auth: "admin",
    needs: "config:read",
    query: EnvironmentQuery,
    reply: SigningKeysReply,
    run: async ({ deps, scope, query }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return { data: (await listSigningKeys(deps, within)).map(presentSigningKey) };
    },
  }),
  POST: endpoint({
    summary: "Make a new signing key; of HS256 the answer is the only place that shows the secret",
    auth: "admin",
    needs: "config:write",
    query: EnvironmentQuery,
    body: RotateSigningKeyBody,
    reply: RotatedSigningKeyReply,
    status: 201,
    errors: ["forbidden"],
    idempotent: {
      replay: async ({ deps, scope, query, resultId }) => {
        const within = await scopeOfEnvironment(deps, scope, query.environmentId);
        const key = await readRotation(deps, within, resultId);
        return key && presentSigningKey(key);
      },
    },
    run: async ({ deps, scope, query, body, resultId }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentRotatedSigningKey(await rotateSigningKey(deps, within, body, resultId));
    },
  }),
});
