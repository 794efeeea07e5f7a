import { EnvironmentQuery } from "@/lib/customers/contract";
import { scopeOfEnvironment } from "@/lib/environments";
import { endpoint, route } from "@/lib/http";
import { testAccount } from "@/lib/providers";
import { AccountParams, presentTested, TestAccountBody, TestedAccountReply } from "@/lib/providers/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a test message through an account at a provider, and tell what the provider said",
    auth: "admin",
    needs: "providers:write",
    params: AccountParams,
    query: EnvironmentQuery,
    body: TestAccountBody,
    reply: TestedAccountReply,
    errors: ["invalid_email", "invalid_phone", "test_recipient_in_live"],
    // What came of it is kept nowhere: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, params, query, body }) => {
      const within = await scopeOfEnvironment(deps, scope, query.environmentId);
      return presentTested(await testAccount(deps, within, params.account, body));
    },
  }),
});
