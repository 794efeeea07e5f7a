import { startSignUpQuietly } from "@/lib/customers";
import { presentStartedSignUp, SignUpBody, SignUpReply } from "@/lib/customers/contract";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Start a sign-up: mails a code",
    auth: "public",
    limit: "signup.ip",
    body: SignUpBody,
    reply: SignUpReply,
    status: 202,
    errors: ["identifier_required", "invalid_email", "forbidden", "delivery_failed", "channel_unavailable"],
    run: async ({ deps, client, body }) => {
      await startSignUpQuietly(deps, client, body);
      return presentStartedSignUp();
    },
  }),
});
