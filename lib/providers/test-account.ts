import { noteAccountOutcome, readAccountRow } from "@/db/queries/provider-accounts";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { openAccountConfig } from "@/lib/delivery/account-config";
import type { Channel, OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import { senderOf } from "@/lib/delivery/sender-of";
import { refuseViewers } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { isTestRecipient } from "@/lib/otp/scenario";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { canonicalIdentifier } from "@/lib/users/identifier";
import { lacksSender, NO_SENDER } from "./account-sender";
import { dataOf, placeOf, targetOf } from "./accounts";
import type { TestAccountInput, TestedAccount } from "./contract";
import { outcomeWords } from "./outcome-words";

const TEXT = "This is a test message: 000000 is no code. Your codes can be sent this way.";

/**
 * Sends a test message through one account, and nobody else, and tells what the provider said. `invalid_request` for a
 * channel that it does not have, without a recipient where one is needed, and in a test environment, which nothing
 * leaves, and for an email account that has nothing to send from; `invalid_email`, `invalid_phone`, `test_recipient_in_live`; `not_found` for an account that is not here.
 */
export async function testAccount(
  deps: Deps,
  scope: Scope,
  id: string,
  input: TestAccountInput,
): Promise<TestedAccount> {
  refuseViewers(scope);
  const { environment } = scope;
  const row = (await readAccountRow(deps.db.orm, environment.id, id)) ?? fail("not_found");
  if (environment.kind === "test") {
    fail("invalid_request", { detail: "Nothing leaves a test environment: add the account to live and test it there" });
  }
  // As the database has it now: somebody who has just changed it tests the change.
  const sender = { ...environment, accounts: [row] };
  const carrier = deps.delivery.carrierOf(sender, id) ?? fail("not_found");
  const channel = channelOf(carrier.channels, input.channel);
  const to = recipientOf(channel, input.to);
  const config = openAccountConfig(deps.keyring, placeOf(environment, id), row.configEncrypted);
  if (lacksSender(deps, environment, row.provider, config)) refuseField("config.from", NO_SENDER);
  await take(deps.limits, "providers.test", environment.id);
  const outcome = await deps.delivery.deliver(messageOf(deps, environment, { channel, to }), [carrier]);
  const [tried] = outcome.tries;
  const reason = outcome.state === "accepted" ? null : outcome.reason;
  await deps.db.transaction(async (tx) => {
    await noteAccountOutcome(tx, environment.id, id, { at: tried?.at ?? deps.clock.now(), error: reason });
    const data = { ...dataOf(row), channel, ...(reason !== null && { reason }) };
    await recordEvents(deps, tx, scope, [{ type: "provider.tested", data, target: targetOf(id) }]);
  });
  const title = deps.delivery.offered().find(({ name }) => name === row.provider)?.title ?? row.provider;
  return {
    accepted: outcome.state === "accepted",
    reason,
    message: outcomeWords(title, reason),
    detail: tried?.detail ?? null,
    providerMessageId: outcome.state === "accepted" ? outcome.providerMessageId : null,
    durationMs: tried?.ms ?? 0,
  };
}

function channelOf(channels: readonly Channel[], wanted: Channel | null): Channel {
  const channel = wanted === null ? channels[0] : channels.find((each) => each === wanted);
  return channel ?? refuseField("channel", `This account sends by ${channels.join(", ")}`);
}

/** The one spelling of the recipient. Who gets what is sent to Discord or a hook, its account says. */
function recipientOf(channel: Channel, to: string | null): string {
  if (channel === "discord" || channel === "hook") return "test@ninepin.test";
  const type = channel === "email" ? "email" : "phone";
  if (to === null) return refuseField("to", type === "email" ? "Enter an email address" : "Enter a phone number");
  const identifier = canonicalIdentifier({ type, value: to });
  if (isTestRecipient(identifier)) fail("test_recipient_in_live");
  return identifier.value;
}

function refuseField(path: string, message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path, message }] });
}

function messageOf(
  deps: Pick<Deps, "clock" | "env" | "keyring" | "random">,
  environment: Environment,
  { channel, to }: { channel: Channel; to: string },
): OutgoingMessage {
  return composeMessage(deps.env, {
    id: uuidv7(deps.clock, deps.random),
    environmentId: environment.id,
    channel,
    purpose: "test",
    to,
    brand: environment.brand,
    subject: channel === "email" ? `Test message from ${environment.brand.name}` : null,
    html: null,
    text: TEXT,
    sender: senderOf(deps, environment),
    code: "000000",
    locale: "en",
  });
}
