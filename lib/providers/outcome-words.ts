import type { RejectReason, RetryReason } from "@/lib/delivery/channel";

const WORDS = {
  timeout: "did not answer in time",
  connection: "could not be reached",
  tls: "could not be reached over a secure connection",
  authentication: "does not know these credentials",
  sender_refused: "does not let this account send from that sender",
  no_sender: "was not asked: the account has no address to send from",
  temporary: "asks to try again later",
  circuit_open: "did not answer a moment ago, and is asked again in ten seconds",
  no_provider: "was not asked",
  provider_error: "gave an answer that says neither yes nor no",
  address_not_sendable: "was not asked: nothing can be sent to this recipient",
  recipient_refused: "refuses this recipient",
  message_refused: "refuses this message",
} as const satisfies Record<RejectReason | RetryReason, string>;

type Reason = keyof typeof WORDS;

function isReason(reason: string): reason is Reason {
  return Object.hasOwn(WORDS, reason);
}

/** What came of a message, as a sentence about who was asked. Null: it was taken. */
export function outcomeWords(title: string, reason: string | null): string {
  if (reason === null) return `${title} took the message.`;
  return `${title} ${isReason(reason) ? WORDS[reason] : WORDS.provider_error}.`;
}
