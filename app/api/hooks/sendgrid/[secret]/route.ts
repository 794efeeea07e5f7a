import { endpoint, route } from "@/lib/http";
import { receiveCallback } from "@/lib/messages";
import { CALLBACK_BYTES, CallbackBody, CallbackParams } from "@/lib/messages/callback-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take what SendGrid tells of messages",
    auth: "public",
    limit: "hooks.callback",
    params: CallbackParams,
    body: CallbackBody,
    anyBody: true,
    bodyBytes: CALLBACK_BYTES,
    errors: ["forbidden"],
    run: async ({ deps, params, body }) =>
      receiveCallback(deps, "sendgrid", { secret: params.secret, named: null, body }),
  }),
});
