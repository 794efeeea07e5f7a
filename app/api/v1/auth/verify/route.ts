import { endpoint, route } from "@/lib/http";
import { verifyPersonalCode } from "@/lib/personal";
import { presentToken, VERIFY_ERRORS, VerifyBody, VerifyReply } from "@/lib/personal/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Personal mode: exchange the code for a token",
    auth: "public",
    limit: "personal.verify.ip",
    body: VerifyBody,
    reply: VerifyReply,
    errors: VERIFY_ERRORS,
    run: async ({ deps, client, body }) => presentToken(await verifyPersonalCode(deps, client, body)),
  }),
});
