import type { Channel, OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { senderOf } from "@/lib/delivery/sender-of";
import type { Deps, Environment } from "@/lib/ports";
import { publishedTemplate, renderOtpMessage } from "@/lib/templates";
import type { Purpose } from "./contract";

export type MessageFacts = {
  id: string;
  channel: Channel;
  to: string;
  code: string;
  purpose: Purpose;
  locale: string | null;
  lifetimeSeconds: number;
  requestedAt: Date;
  context: { userAgent: string | null; location: string | null };
};

/** A message with its code, in the environment's brand, ready for the Mailbox or a provider. */
export async function writeMessage(
  deps: Pick<Deps, "caches" | "clock" | "db" | "env" | "keyring" | "log">,
  environment: Environment,
  facts: MessageFacts,
): Promise<OutgoingMessage> {
  const rendered = await renderOtpMessage({
    template: await publishedTemplate(deps, environment, facts),
    purpose: facts.purpose,
    channel: facts.channel,
    locale: facts.locale,
    brand: environment.brand,
    environmentKind: environment.kind,
    code: facts.code,
    expiresMinutes: Math.max(1, Math.round(facts.lifetimeSeconds / 60)),
    destination: facts.to,
    context: { requestedAt: facts.requestedAt, ...facts.context },
    codeInSubject: environment.settings.codes.code_in_subject,
  });
  return composeMessage(deps.env, {
    id: facts.id,
    environmentId: environment.id,
    channel: facts.channel,
    purpose: facts.purpose,
    to: facts.to,
    brand: environment.brand,
    code: facts.code,
    sender: facts.channel === "email" ? senderOf(deps, environment) : null,
    ...rendered,
  });
}
