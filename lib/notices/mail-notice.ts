import { insertMailboxMessage } from "@/db/queries/notices";
import { composeMessage } from "@/lib/delivery/compose-message";
import { sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { installationEnvironment } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { type NoticeWords, renderNotice } from "@/lib/templates";

/**
 * Mails somebody from the installation's own environment; into its Mailbox where there is no email provider. `id` is the
 * message's: the same one is the same message, however often it is sent. Whether there is nothing left to do about it.
 */
export async function mailNotice(
  deps: Deps,
  { id, to, words }: { id: string; to: string; words: NoticeWords },
): Promise<boolean> {
  const sender = await installationEnvironment(deps);
  const message = composeMessage(deps.env, {
    id,
    environmentId: sender.id,
    channel: "email",
    purpose: "notice",
    to,
    brand: sender.brand,
    code: null,
    ...(await renderNotice(words)),
  });
  const carriers = deps.delivery.carriersOf(null, "email");
  if (carriers.length > 0) return (await deps.delivery.deliver(message, carriers)).state !== "retry";
  const at = deps.clock.now();
  const { subject, html, text, headers } = message;
  const place = { environmentId: sender.id, messageId: message.id };
  await insertMailboxMessage(deps.db.orm, {
    environmentId: sender.id,
    id: message.id,
    recipient: message.to,
    channel: message.channel,
    contentEncrypted: sealMailboxContent(deps.keyring, deps.random, place, {
      subject,
      html,
      text,
      headers: [...headers],
      code: null,
    }),
    createdAt: at,
    visibleAt: at,
  });
  return true;
}
