import { openAccountConfig } from "@/lib/delivery/account-config";
import type { Sender } from "@/lib/delivery/deliver";
import { makesCodes } from "@/lib/otp/judge";
import type { Deps } from "@/lib/ports";
import type { SmsSender } from "./contract";

/**
 * Who is asked first to send an environment's text messages, and what they come from, where that is written down: a service
 * chooses it by itself. Null where nobody carries them.
 */
export function smsSender(deps: Pick<Deps, "delivery" | "env" | "keyring">, environment: Sender): SmsSender | null {
  const [first] = deps.delivery.carriersOf(environment, "sms");
  if (!first) return null;
  const title = deps.delivery.offered().find(({ name }) => name === first.name)?.title ?? first.name;
  const words = makesCodes(first.name) ? "provider" : "template";
  return { title, words, from: words === "provider" ? null : fromOf(deps, environment, first.accountId) };
}

function fromOf(
  { env, keyring }: Pick<Deps, "env" | "keyring">,
  environment: Sender,
  accountId: string | null,
): string | null {
  if (accountId === null) {
    const { twilio } = env.providers;
    return twilio?.messagingServiceSid ? null : (twilio?.from ?? null);
  }
  const account = environment.accounts.find(({ id }) => id === accountId);
  if (!account) return null;
  try {
    const place = { environmentId: environment.id, accountId };
    const { from, messaging_service_sid } = openAccountConfig(keyring, place, account.configEncrypted);
    return messaging_service_sid ? null : (from ?? null);
  } catch {
    // What does not open any more is passed over when it is sent through; there is nothing to show of it.
    return null;
  }
}
