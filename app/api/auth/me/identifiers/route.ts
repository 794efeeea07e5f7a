import { endpoint, route } from "@/lib/http";
import { addIdentifier } from "@/lib/identifiers";
import { presentRequestedOtp, REQUEST_OTP_ERRORS, RequestOtpReply } from "@/lib/otp/contract";
import { AddIdentifierBody } from "@/lib/users/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Add an email address or phone number to the signed-in user: sends it a code",
    auth: "user",
    body: AddIdentifierBody,
    reply: RequestOtpReply,
    errors: REQUEST_OTP_ERRORS,
    run: async ({ deps, scope, client, body }) => presentRequestedOtp(await addIdentifier(deps, scope, client, body)),
  }),
});
