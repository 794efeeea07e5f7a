import { noteTries, readMessage, settleMessage } from "@/db/queries/messages";
import { dropOutbox } from "@/db/queries/outbox";
import { CHANNELS } from "@/lib/delivery/channel";
import { environmentOf } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { codeOf } from "./code";
import { PURPOSES } from "./contract";
import { noteAccountUses } from "./note-account-uses";
import { ownCodesOf } from "./own-codes";
import { writeMessage } from "./write-message";

/**
 * Sends a message whose sender died between the commit and the send, or whose answer was not to wait for it: the same
 * message with the same code. One that has ended meanwhile, or was sent after all, is only taken out.
 */
export async function resendFromOutbox(
  deps: Deps,
  row: { id: string; environmentId: string; messageId: string },
): Promise<void> {
  const message = await readMessage(deps.db, row.environmentId, row.messageId);
  const environment = await environmentOf(deps, row.environmentId);
  const channel = CHANNELS.find((name) => name === message?.channel);
  const purpose = PURPOSES.find((name) => name === message?.purpose);
  if (!message?.live || message.accepted_at || !environment || !channel || !purpose) {
    return dropOutbox(deps.db, row.id);
  }
  const code = codeOf(deps.keyring, environment.kind, {
    environmentId: environment.id,
    messageId: message.id,
    nonce: Buffer.from(message.nonce),
    keyId: message.key_id,
    digits: message.digits,
  });
  if (code === undefined) return dropOutbox(deps.db, row.id);
  const outgoing = await writeMessage(deps, environment, {
    id: message.id,
    channel,
    to: message.identifier_value,
    code,
    purpose,
    locale: message.locale,
    lifetimeSeconds: (message.expires_at.getTime() - message.sent_at.getTime()) / 1000,
    requestedAt: message.sent_at,
    context: { userAgent: message.context?.user_agent ?? null, location: message.context?.location ?? null },
  });
  const carriers = deps.delivery.carriersOf(environment, channel);
  const outcome = await deps.delivery.deliver(outgoing, carriers, ownCodesOf(deps, outgoing));
  noteAccountUses(deps, environment, outcome.tries);
  // "Later" leaves the row to its lease: it is due again until its message has ended.
  if (outcome.state === "retry") return noteTries(deps.db, environment.id, message.id, outcome.tries);
  await settleMessage(deps.db, environment.id, {
    messageId: message.id,
    outboxId: row.id,
    provider: outcome.provider ?? "none",
    accepted: outcome.state === "accepted" ? { providerMessageId: outcome.providerMessageId } : null,
    tries: outcome.tries,
    locale: outgoing.locale ?? null,
    templateVersion: outgoing.templateVersion ?? null,
  });
}
