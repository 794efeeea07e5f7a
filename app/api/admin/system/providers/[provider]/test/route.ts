import { endpoint, route } from "@/lib/http";
import { testInstalled } from "@/lib/providers";
import { InstalledParams, presentTested, TestAccountBody, TestedAccountReply } from "@/lib/providers/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a test message through one of the installation's own providers, and tell what it said",
    auth: "operator",
    params: InstalledParams,
    body: TestAccountBody,
    reply: TestedAccountReply,
    errors: ["invalid_email", "invalid_phone", "test_recipient_in_live", "rate_limited"],
    // What came of it is kept nowhere: it is done once, and not told twice.
    idempotent: { replay: async () => null },
    run: async ({ deps, scope, params, body }) =>
      presentTested(await testInstalled(deps, scope, params.provider, body)),
  }),
});
