import { endpoint, route } from "@/lib/http";
import { verifyOtp } from "@/lib/otp";
import { presentVerifiedOtp, VERIFY_OTP_ERRORS, VerifyOtpBody, VerifyOtpReply } from "@/lib/otp/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Verify a one-time code",
    auth: "api-key",
    needs: "otp:verify",
    limit: "otp.verify.ip",
    body: VerifyOtpBody,
    reply: VerifyOtpReply,
    errors: VERIFY_OTP_ERRORS,
    run: async ({ deps, scope, client, body }) => presentVerifiedOtp(await verifyOtp(deps, scope, client, body)),
  }),
});
