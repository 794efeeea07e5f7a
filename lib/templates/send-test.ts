import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { listMemberRows } from "@/db/queries/members";
import { insertMailboxMessage } from "@/db/queries/notices";
import { fail } from "@/lib/core/errors";
import type { Channel, OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { isPlainAddress } from "@/lib/delivery/plain-address";
import { senderOf } from "@/lib/delivery/sender-of";
import { take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import type { SendTestInput } from "./contract";
import { contentFor, sampleMessage } from "./preview-template";
import { refuseErrors, refuseTemplates } from "./refuse-template";
import { renderOtpMessage } from "./render-otp-message";

/** What became of a test message. */
export type SentTest = { messageId: string; sentTo: "mailbox" | "provider" };

/**
 * Sends a template with a made-up code that nobody can use, as the message of that id. In a test environment it lands
 * in the Mailbox, whoever it is for. In a live one it goes to members of the customer alone, by email alone: what is in
 * it is not ours, and nobody else has asked for it. `invalid_request` for another recipient and for a template that
 * cannot be sent, `rate_limited`, `channel_unavailable`, `delivery_failed`.
 */
export async function sendTestTemplate(deps: Deps, scope: Scope, id: string, input: SendTestInput): Promise<SentTest> {
  refuseTemplates(scope);
  const { environment } = scope;
  const { place } = input;
  const to = await recipientOf(deps, environment, place.channel, input.to);
  const content = await contentFor(deps, environment, place, input.content);
  refuseErrors(place.channel, content);
  await take(deps.limits, "templates.test", environment.id);
  const sample = sampleMessage(deps, environment, place, { content, sample: "full", version: 0 });
  const rendered = await renderOtpMessage({ ...sample, destination: to });
  const message = composeMessage(deps.env, {
    id,
    environmentId: environment.id,
    channel: place.channel,
    purpose: "test",
    to,
    brand: environment.brand,
    code: null,
    sender: place.channel === "email" ? senderOf(deps, environment) : null,
    ...rendered,
  });
  const sentTo = environment.kind === "test" ? await keep(deps, message) : await send(deps, environment, message);
  await deps.db.transaction((tx) =>
    recordEvents(deps, tx, scope, [
      {
        type: "template.tested",
        data: { ...place, message_id: message.id },
        target: `template:${place.channel}/${place.purpose}/${place.locale}`,
      },
    ]),
  );
  return { messageId: message.id, sentTo };
}

async function recipientOf(
  deps: Pick<Deps, "db">,
  environment: Environment,
  channel: Channel,
  written: string,
): Promise<string> {
  const to = written.toLowerCase();
  if (environment.kind === "test") return anybody(channel, to);
  if (channel !== "email") {
    return refuseRecipient(
      "A template for this channel can be tried in a test environment: there it lands in the Mailbox",
    );
  }
  const members = await listMemberRows(deps.db.orm, environment.customerId);
  const member = members.find(({ email }) => email === to);
  return (
    member?.email ?? refuseRecipient("In live a template is tried on a member of yours: enter their email address")
  );
}

function anybody(channel: Channel, to: string): string {
  const phone = parsePhoneNumberFromString(to);
  if (channel === "email") return isPlainAddress(to) ? to : refuseRecipient("Enter one email address");
  if (phone?.isPossible()) return phone.number;
  const byPhone = channel === "sms" || channel === "voice" || channel === "whatsapp";
  return !byPhone && isPlainAddress(to) ? to : refuseRecipient("Enter one phone number such as +14155550123");
}

function refuseRecipient(message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path: "to", message }] });
}

async function keep(deps: Deps, message: OutgoingMessage): Promise<"mailbox"> {
  const { subject, html, text, headers, environmentId } = message;
  const at = deps.clock.now();
  const sealed = { subject, html, text, headers: [...headers], code: null };
  await insertMailboxMessage(deps.db.orm, {
    environmentId,
    id: message.id,
    recipient: message.to,
    channel: message.channel,
    contentEncrypted: sealMailboxContent(deps.keyring, deps.random, { environmentId, messageId: message.id }, sealed),
    createdAt: at,
    visibleAt: at,
  });
  return "mailbox";
}

async function send(deps: Deps, environment: Environment, message: OutgoingMessage): Promise<"provider"> {
  const carriers = deps.delivery.carriersOf(environment, "email");
  if (carriers.length === 0) fail("channel_unavailable");
  const { state } = await deps.delivery.deliver(message, carriers);
  if (state !== "accepted") fail("delivery_failed");
  return "provider";
}
