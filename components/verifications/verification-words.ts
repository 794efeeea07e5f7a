import type { StatusKind } from "@/components/ui/status";
import type { MessageDelivery, TimelineType, Verification, VerificationState } from "@/lib/messages/contract";

type Told = { kind: StatusKind; text: string };

/** How a verification stands, as a person says it. */
export function resultOf({
  state,
  attempts,
  attemptsMax,
}: Pick<Verification, "state" | "attempts" | "attemptsMax">): Told {
  const results: Record<VerificationState, Told> = {
    verified: { kind: "verified", text: "Verified" },
    waiting: { kind: "waiting", text: "Waiting" },
    wrong: { kind: "wrong", text: `Wrong code (${attempts} of ${attemptsMax})` },
    locked: { kind: "blocked", text: "No tries left" },
    expired: { kind: "expired", text: "Expired" },
  };
  return results[state];
}

/** How far a message has come. */
export const DELIVERY_WORDS: Readonly<Record<MessageDelivery, Told>> = {
  waiting: { kind: "waiting", text: "On its way" },
  accepted: { kind: "waiting", text: "Taken by the provider" },
  delivered: { kind: "verified", text: "Delivered" },
  undeliverable: { kind: "failed", text: "Not delivered" },
  bounced: { kind: "failed", text: "Bounced" },
  complained: { kind: "blocked", text: "Called unwanted" },
  failed: { kind: "failed", text: "No provider took it" },
  in_mailbox: { kind: "verified", text: "In the Mailbox" },
};

/** The results that the list can be narrowed to. */
export const RESULT_CHOICES = [
  ["verified", "Verified"],
  ["waiting", "Waiting"],
  ["wrong", "Wrong code"],
  ["locked", "No tries left"],
  ["expired", "Expired"],
] as const satisfies readonly (readonly [VerificationState, string])[];

export const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  email: "Email",
  sms: "Text message",
  voice: "Voice call",
  whatsapp: "WhatsApp",
  discord: "Discord",
  hook: "Your hook",
};

const regions = new Intl.DisplayNames("en", { type: "region" });

/** What people call a country. */
export function countryName(code: string): string {
  return regions.of(code) ?? code;
}

const PROVIDERS: Readonly<Record<string, string>> = {
  resend: "Resend",
  sendgrid: "SendGrid",
  ses: "Amazon SES",
  smtp: "SMTP",
  twilio: "Twilio",
  twilio_messaging: "Twilio Messaging",
  twilio_verify: "Twilio Verify",
  twilio_voice: "Twilio Voice",
  twilio_whatsapp: "Twilio WhatsApp",
  discord: "Discord",
  hook: "Your hook",
  mailbox: "The Mailbox",
};

/** What people call a provider. */
export function providerName(name: string): string {
  return PROVIDERS[name] ?? name;
}

/** What a row of a timeline tells. `by` names the provider, where one is told of. */
export function timelineWords(type: TimelineType, by: string | null): Told {
  const who = by ?? "The provider";
  const words: Record<TimelineType, Told> = {
    requested: { kind: "waiting", text: "Code requested" },
    in_mailbox: { kind: "verified", text: "Put in the Mailbox" },
    tried: { kind: "failed", text: `${who} did not take it` },
    accepted: { kind: "verified", text: `${who} took it` },
    failed: { kind: "failed", text: "No provider took it" },
    sent: { kind: "verified", text: `${who} sent it on` },
    delayed: { kind: "waiting", text: `${who} is still trying` },
    delivered: { kind: "verified", text: "Delivered" },
    undeliverable: { kind: "failed", text: "Not delivered" },
    bounced: { kind: "failed", text: "Bounced: nobody is there" },
    complained: { kind: "blocked", text: "The recipient called it unwanted" },
    wrong_code: { kind: "wrong", text: "Wrong code entered" },
    verified: { kind: "verified", text: "Right code entered" },
    user_created: { kind: "verified", text: "User created" },
    signed_in: { kind: "verified", text: "Signed in, tokens issued" },
    webhook: { kind: "waiting", text: "Webhook" },
    cancelled: { kind: "expired", text: "Cancelled" },
    expired: { kind: "expired", text: "Expired" },
  };
  return words[type];
}

const REASONS: Readonly<Record<string, string>> = {
  timeout: "It did not answer in time",
  connection: "It could not be reached",
  tls: "No safe connection to it",
  authentication: "It did not take our credentials",
  sender_refused: "It does not let us send from this address",
  no_sender: "The account has no address to send from",
  recipient_refused: "It does not send to this recipient",
  message_refused: "It refused the message",
  temporary: "It asked us to wait",
  circuit_open: "It failed moments before, so it was passed over",
  provider_error: "Its answer made no sense",
  bounced_for_now: "The mail server turned it away for now",
  suppressed_by_provider: "The provider holds this recipient back",
  blocked: "It was blocked on its way",
  unreachable: "The phone could not be reached",
  unknown_number: "There is no such number",
  landline: "It is a landline, or its carrier takes no texts",
  filtered: "The carrier filtered it",
  opted_out: "The recipient opted out by STOP",
  busy: "The line was busy",
  no_answer: "Nobody answered",
};

/** A reason's class in words. */
export function reasonWords(reason: string): string {
  const words = REASONS[reason] ?? reason.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "0 s", "+3.2 s", "+4 min 10 s": how long after the beginning. */
export function elapsedWords(ms: number): string {
  if (ms <= 0) return "0 s";
  if (ms < 60_000) return `+${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3_600) return `+${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `+${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** "Tried Resend, then SMTP; both failed." */
export function triedWords(providers: readonly string[]): string {
  const names = providers.map(providerName);
  if (names.length === 0) return "No provider could be asked.";
  if (names.length === 1) return `Tried ${names[0]}, which failed.`;
  return `Tried ${names.join(", then ")}; ${names.length === 2 ? "both" : "all"} failed.`;
}
