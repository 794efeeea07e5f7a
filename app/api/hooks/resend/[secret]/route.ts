import { endpoint, route } from "@/lib/http";
import { receiveCallback } from "@/lib/messages";
import { CallbackBody, CallbackParams } from "@/lib/messages/callback-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take what Resend tells of messages",
    auth: "public",
    limit: "hooks.callback",
    params: CallbackParams,
    body: CallbackBody,
    anyBody: true,
    errors: ["forbidden"],
    run: async ({ deps, params, body }) =>
      receiveCallback(deps, "resend", { secret: params.secret, named: null, body }),
  }),
});
