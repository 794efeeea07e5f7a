import { endpoint, route } from "@/lib/http";
import { requestOtp } from "@/lib/otp";
import { presentRequestedOtp, REQUEST_OTP_ERRORS, RequestOtpBody, RequestOtpReply } from "@/lib/otp/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a one-time code",
    auth: "api-key",
    body: RequestOtpBody,
    reply: RequestOtpReply,
    errors: REQUEST_OTP_ERRORS,
    run: async ({ deps, scope, client, body }) => presentRequestedOtp(await requestOtp(deps, scope, client, body)),
  }),
});
