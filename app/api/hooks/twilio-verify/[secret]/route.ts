import { endpoint, route } from "@/lib/http";
import { receiveCallback } from "@/lib/messages";
import { CALLBACK_BYTES, CallbackBody, CallbackParams, HashQuery } from "@/lib/messages/callback-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take what Twilio's Event Streams tell of the texts of Verify",
    auth: "public",
    limit: "hooks.callback",
    params: CallbackParams,
    query: HashQuery,
    body: CallbackBody,
    anyBody: true,
    bodyBytes: CALLBACK_BYTES,
    errors: ["forbidden"],
    run: async ({ deps, params, query, body }) =>
      receiveCallback(deps, "twilio_verify", { secret: params.secret, named: query, body }),
  }),
});
