import { noteTries, readMessage, settleMessage } from "@/db/queries/messages";
import { dropOutbox } from "@/db/queries/outbox";
import { CHANNELS } from "@/lib/delivery/channel";
import { environmentOf } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { environmentFor } from "@/lib/tenants";
import { codeOf } from "./code";
import { PURPOSES } from "./contract";
import { noteAccountUses } from "./note-account-uses";
import { ownCodesOf } from "./own-codes";
import { writeMessage } from "./write-message";

/** A message is counted and paid for once: as often as this it is tried from the outbox, whatever becomes of the tries. */
const MOST_LEASES = 3;

/**
 * Sends a message whose sender died between the commit and the send, or whose answer was not to wait for it: the same
 * message with the same code. One that has ended meanwhile, whose challenge is met, over or out of guesses, or that was
 * sent after all, is only taken out. It has failed once it was leased three times and nobody took it, and where
 * its tenant is gone.
 */
export async function resendFromOutbox(
  deps: Deps,
  row: { id: string; environmentId: string; messageId: string; attempts: number },
): Promise<void> {
  const message = await readMessage(deps.db, row.environmentId, row.messageId);
  const whole = await environmentOf(deps, row.environmentId);
  const channel = CHANNELS.find((name) => name === message?.channel);
  const purpose = PURPOSES.find((name) => name === message?.purpose);
  if (!message?.live || message.accepted_at || !whole || !channel || !purpose) {
    return dropOutbox(deps.db, row.id);
  }
  // Nobody sends in the name of a tenant that is gone.
  const environment = await environmentFor(deps, whole, message.tenant_id);
  if (environment === null || row.attempts > MOST_LEASES) {
    const untried = { provider: null, accepted: null, tries: [], locale: null, templateVersion: null };
    return settleMessage(deps.db, row.environmentId, { messageId: message.id, outboxId: row.id, ...untried });
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
    to: { type: message.identifier_type, value: message.identifier_value },
    code,
    purpose,
    locale: message.locale,
    lifetimeSeconds: (message.expires_at.getTime() - message.sent_at.getTime()) / 1000,
    requestedAt: message.sent_at,
    context: { userAgent: message.context?.user_agent ?? null, location: message.context?.location ?? null },
    metadata: message.metadata,
  });
  const carriers = deps.delivery.carriersOf(environment, channel);
  const outcome = await deps.delivery.deliver(outgoing, carriers, ownCodesOf(deps, outgoing));
  noteAccountUses(deps, environment, outcome.tries);
  // "Later" leaves the row to its lease.
  if (outcome.state === "retry" && row.attempts < MOST_LEASES)
    return noteTries(deps.db, environment.id, message.id, outcome.tries);
  await settleMessage(deps.db, environment.id, {
    messageId: message.id,
    outboxId: row.id,
    provider: outcome.provider,
    accepted: outcome.state === "accepted" ? { providerMessageId: outcome.providerMessageId } : null,
    tries: outcome.tries,
    locale: outgoing.locale ?? null,
    templateVersion: outgoing.templateVersion ?? null,
  });
}
