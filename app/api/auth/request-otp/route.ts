import { answerWithQuota, endpoint, route } from "@/lib/http";
import { readRequestedOtp, requestOtp } from "@/lib/otp";
import { presentRequestedOtp, REQUEST_OTP_ERRORS, RequestOtpBody, RequestOtpReply } from "@/lib/otp/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Send a one-time code",
    auth: "api-key",
    needs: "otp:send",
    body: RequestOtpBody,
    reply: RequestOtpReply,
    errors: REQUEST_OTP_ERRORS,
    idempotent: {
      replay: async ({ deps, scope, resultId }) => {
        const requested = await readRequestedOtp(deps, scope, resultId);
        return requested && presentRequestedOtp(requested);
      },
    },
    run: async ({ deps, scope, client, body, resultId }) => {
      const requested = await requestOtp(deps, scope, client, body, { messageId: resultId });
      return answerWithQuota(requested.quota, presentRequestedOtp(requested));
    },
  }),
});
