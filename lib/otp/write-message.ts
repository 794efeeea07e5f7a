import { readNameOf } from "@/db/queries/users";
import type { Channel, OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { senderOf } from "@/lib/delivery/sender-of";
import type { Deps, Environment } from "@/lib/ports";
import { boundDomain, publishedTemplate, renderOtpMessage } from "@/lib/templates";
import type { Identifier } from "@/lib/users/identifier";
import type { Purpose } from "./contract";

export type MessageFacts = {
  id: string;
  channel: Channel;
  to: Identifier;
  code: string;
  purpose: Purpose;
  locale: string | null;
  lifetimeSeconds: number;
  requestedAt: Date;
  context: { userAgent: string | null; location: string | null };
  metadata: Readonly<Record<string, unknown>> | null;
};

/**
 * A message with its code, in the environment's brand, ready for the Mailbox or a provider. A template that calls its
 * reader by their name costs a look-up of it.
 */
export async function writeMessage(
  deps: Pick<Deps, "caches" | "clock" | "db" | "env" | "keyring" | "log">,
  environment: Environment,
  facts: MessageFacts,
): Promise<OutgoingMessage> {
  const template = await publishedTemplate(deps, environment, facts);
  const rendered = await renderOtpMessage({
    template,
    recipientName: template?.hasName ? await nameOf(deps, environment, facts) : null,
    metadata: facts.metadata,
    purpose: facts.purpose,
    channel: facts.channel,
    locale: facts.locale,
    brand: environment.brand,
    boundTo: facts.channel === "sms" ? boundDomain(deps, environment) : null,
    environmentKind: environment.kind,
    code: facts.code,
    expiresMinutes: Math.max(1, Math.round(facts.lifetimeSeconds / 60)),
    destination: facts.to.value,
    context: { requestedAt: facts.requestedAt, ...facts.context },
    codeInSubject: environment.settings.codes.code_in_subject,
  });
  return composeMessage(deps.env, {
    id: facts.id,
    environmentId: environment.id,
    channel: facts.channel,
    purpose: facts.purpose,
    to: facts.to.value,
    brand: environment.brand,
    code: facts.code,
    sender: facts.channel === "email" ? senderOf(deps, environment) : null,
    ...rendered,
  });
}

/**
 * The name of the user whom the message goes to. An address that somebody is only adding is nobody's yet: whoever adds a
 * stranger's must not have a text of theirs mailed there.
 */
async function nameOf(deps: Pick<Deps, "db">, environment: Environment, facts: MessageFacts): Promise<string | null> {
  return facts.purpose === "identifier" ? null : readNameOf(deps.db, environment.id, facts.to);
}
