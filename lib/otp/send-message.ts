import { settleMessage } from "@/db/queries/messages";
import { fail } from "@/lib/core/errors";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import type { Deps } from "@/lib/ports";

/**
 * Hands a message to its providers and writes what became of it after the answer. 500 `delivery_failed` when none took
 * it: the caller is told, so the outbox does not try again behind their back.
 */
export async function sendMessage(
  deps: Pick<Deps, "db" | "delivery" | "defer">,
  input: { environmentId: string; outboxId: string; message: OutgoingMessage },
): Promise<void> {
  const { environmentId, outboxId, message } = input;
  const outcome = await deps.delivery.deliver(message);
  const accepted = outcome.state === "accepted" ? { providerMessageId: outcome.providerMessageId } : null;
  deps.defer(() =>
    settleMessage(deps.db, environmentId, {
      messageId: message.id,
      outboxId,
      provider: outcome.provider ?? "none",
      accepted,
    }),
  );
  if (!accepted) fail("delivery_failed");
}
