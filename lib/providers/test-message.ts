import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import type { Channel, OutgoingMessage } from "@/lib/delivery/channel";
import { composeMessage } from "@/lib/delivery/compose-message";
import type { Carrier, Delivered } from "@/lib/delivery/deliver";
import { senderOf } from "@/lib/delivery/sender-of";
import { isTestRecipient } from "@/lib/otp/scenario";
import type { Deps, Environment } from "@/lib/ports";
import { canonicalIdentifier } from "@/lib/users/identifier";
import type { TestAccountInput, TestedAccount } from "./contract";
import { outcomeWords } from "./outcome-words";

const TEXT = "This is a test message: 000000 is no code. Your codes can be sent this way.";

/** Where a test goes, and by which channel. */
export type TestTarget = { channel: Channel; to: string };

/**
 * The channel that was asked for, or the carrier's first, and the one spelling of the recipient. `invalid_request` for a
 * channel that it does not have, and without a recipient where one is needed; `invalid_email`, `invalid_phone`,
 * `test_recipient_in_live`.
 */
export function testTarget({ channels }: Pick<Carrier, "channels">, input: TestAccountInput): TestTarget {
  const channel = input.channel === null ? channels[0] : channels.find((each) => each === input.channel);
  if (channel === undefined) return refuseField("channel", `It sends by ${channels.join(", ")}`);
  return { channel, to: recipientOf(channel, input.to) };
}

/** Who gets what is sent to Discord or a hook, its account says. */
function recipientOf(channel: Channel, to: string | null): string {
  if (channel === "discord" || channel === "hook") return "test@ninepin.test";
  const type = channel === "email" ? "email" : "phone";
  if (to === null) return refuseField("to", type === "email" ? "Enter an email address" : "Enter a phone number");
  const identifier = canonicalIdentifier({ type, value: to });
  if (isTestRecipient(identifier)) fail("test_recipient_in_live");
  return identifier.value;
}

/** Refuses a field of a test: 400 `invalid_request`. */
export function refuseField(path: string, message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path, message }] });
}

/** A message that says that it is a test, and holds no code. */
export function testMessage(
  deps: Pick<Deps, "clock" | "env" | "keyring" | "random">,
  environment: Environment,
  { channel, to }: TestTarget,
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

/** What the provider of that title said of it, in words. */
export function toTested(title: string, outcome: Delivered): TestedAccount {
  const [tried] = outcome.tries;
  const reason = outcome.state === "accepted" ? null : outcome.reason;
  return {
    accepted: outcome.state === "accepted",
    reason,
    message: outcomeWords(title, reason),
    detail: tried?.detail ?? null,
    providerMessageId: outcome.state === "accepted" ? outcome.providerMessageId : null,
    durationMs: tried?.ms ?? 0,
  };
}
