import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { testUrl } from "@/lib/webhooks";
import { TestUrlBody } from "@/lib/webhooks/contract";
import { TestReply } from "@/lib/webhooks/delivery-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send an example to a URL that is not saved yet, and tell what came of it",
    auth: "admin",
    needs: "webhooks:write",
    query: EnvironmentQuery,
    body: TestUrlBody,
    reply: TestReply,
    errors: ["not_found"],
    // What came of it is kept nowhere: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, query, body }) =>
      testUrl(deps, await scopeOfEnvironment(deps, scope, query.environmentId), body),
  }),
});
