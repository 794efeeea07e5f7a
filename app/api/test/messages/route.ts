import { endpoint, route } from "@/lib/http";
import { waitForMailbox } from "@/lib/mailbox";
import { MailboxQuery, MailboxReply, presentMailbox } from "@/lib/mailbox/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "Read what landed in the Mailbox, waiting for it if asked",
    auth: "secret-key-or-operator",
    needs: "messages:read",
    limit: "test.messages",
    query: MailboxQuery,
    reply: MailboxReply,
    run: async ({ deps, scope, query }) => presentMailbox(await waitForMailbox(deps, scope, query)),
  }),
});
