import { settleMessage } from "@/db/queries/messages";
import { fail } from "@/lib/core/errors";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import type { Carrier } from "@/lib/delivery/deliver";
import type { Deps, Environment } from "@/lib/ports";
import { noteAccountUses } from "./note-account-uses";
import { ownCodesOf } from "./own-codes";

/**
 * Hands a message to its providers and writes what became of it after the answer; where the provider sent a code
 * of its own, whose that is before it. 500 `delivery_failed` when none took it: the caller is told, so the outbox does
 * not try again behind their back.
 */
export async function sendMessage(
  deps: Pick<Deps, "caches" | "clock" | "db" | "delivery" | "defer" | "keyring">,
  environment: Environment,
  input: { outboxId: string; message: OutgoingMessage; carriers: readonly Carrier[] },
): Promise<void> {
  const { outboxId, message, carriers } = input;
  const outcome = await deps.delivery.deliver(message, carriers, ownCodesOf(deps, message));
  const accepted = outcome.state === "accepted" ? { providerMessageId: outcome.providerMessageId } : null;
  deps.defer(() =>
    settleMessage(deps.db, environment.id, {
      messageId: message.id,
      outboxId,
      provider: outcome.provider,
      accepted,
      tries: outcome.tries,
      locale: message.locale ?? null,
      templateVersion: message.templateVersion ?? null,
    }),
  );
  noteAccountUses(deps, environment, outcome.tries);
  if (!accepted) fail("delivery_failed");
}
