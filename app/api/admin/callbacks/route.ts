import { endpoint, route } from "@/lib/http";
import { listCallbacks } from "@/lib/messages";
import { CallbacksReply } from "@/lib/messages/callback-contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Where the vendors of the installation's own accounts are to tell of messages",
    auth: "operator",
    reply: CallbacksReply,
    run: async ({ deps }) => ({ data: listCallbacks(deps) }),
  }),
});
