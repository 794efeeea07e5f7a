import { endpoint, route } from "@/lib/http";
import { receiveCallback } from "@/lib/messages";
import { CallbackBody, CallbackParams, CallbackQuery } from "@/lib/messages/callback-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  POST: endpoint({
    summary: "Take what Twilio tells of messages",
    auth: "public",
    limit: "hooks.callback",
    params: CallbackParams,
    query: CallbackQuery,
    body: CallbackBody,
    anyBody: true,
    errors: ["forbidden"],
    run: async ({ deps, params, query, body }) =>
      receiveCallback(deps, "twilio", { secret: params.secret, named: query, body }),
  }),
});
