import { verifySignUp } from "@/lib/customers";
import { presentSignedUp, VerifySignUpBody, VerifySignUpReply } from "@/lib/customers/contract";
import { answer, endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Finish a sign-up with the mailed code: the first project and its four keys",
    auth: "public",
    limit: "signup.verify.ip",
    body: VerifySignUpBody,
    reply: VerifySignUpReply,
    status: 201,
    otherStatuses: [200],
    errors: ["identifier_required", "invalid_email", "invalid_otp", "forbidden", "locked"],
    run: async ({ deps, client, body }) =>
      answer(presentSignedUp(await verifySignUp(deps, client, { ...body, withKeys: true }))),
  }),
});
