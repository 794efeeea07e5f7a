import { endpoint, route } from "@/lib/http";
import { verifyIdentifier } from "@/lib/identifiers";
import { VERIFY_OTP_ERRORS } from "@/lib/otp/contract";
import { MeReply, presentMe, VerifyIdentifierBody } from "@/lib/users/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Verify the code that was sent to an added email address or phone number",
    auth: "user",
    body: VerifyIdentifierBody,
    reply: MeReply,
    errors: [...VERIFY_OTP_ERRORS, "conflict"],
    run: async ({ deps, scope, body }) => presentMe(await verifyIdentifier(deps, scope, body)),
  }),
});
