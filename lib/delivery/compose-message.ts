import type { Env } from "@/lib/core/env";
import { oneLine } from "@/lib/core/one-line";
import type { Channel, DomainSender, MailAddress, MessageHeader, OutgoingMessage } from "./channel";
import { messageIdOf } from "./from-address";
import { otpToken } from "./otp-token";
import { addressIn, isPlainAddress } from "./plain-address";

/** A rendered message and what it is sent as. */
export type MessageDraft = {
  id: string;
  environmentId: string;
  channel: Channel;
  purpose: string;
  to: string;
  brand: { name: string; senderName?: string; domain: string | null; supportEmail: string | null };
  subject: string | null;
  html: string | null;
  text: string;
  code: string | null;
  /** What it was written in, and by. */
  locale?: string;
  templateVersion?: number;
  /** The environment's own domain, where it has one. */
  sender?: DomainSender | null;
};

/** The message as it leaves, whoever carries it: to a provider and to the Mailbox alike. */
export function composeMessage(env: Pick<Env, "email" | "appUrl">, draft: MessageDraft): OutgoingMessage {
  const { id, environmentId, channel, to, brand, subject, html, text, code, sender, locale, templateVersion } = draft;
  const from: MailAddress = { name: oneLine(brand.senderName ?? brand.name, 64), address: senderAddress(env) };
  const support = brand.supportEmail ?? "";
  return {
    id,
    environmentId,
    channel,
    to,
    from,
    ...(sender && channel === "email" && { sender }),
    ...(isPlainAddress(support) && { replyTo: { name: from.name, address: support } }),
    subject,
    html,
    text,
    headers: channel === "email" ? emailHeaders(draft, from.address) : [],
    ...(code !== null && { code }),
    ...(locale !== undefined && { locale }),
    ...(templateVersion !== undefined && { templateVersion }),
  };
}

/** The address of `EMAIL_FROM`. Without a provider mail only goes to the Mailbox, and the sender is this host. */
function senderAddress(env: Pick<Env, "email" | "appUrl">): string {
  return addressIn(env.email.from ?? `login@${new URL(env.appUrl).hostname}`) ?? "login@localhost";
}

/**
 * What keeps a code's email out of auto-replies, and what mail services sort and fill it in by. Nothing is tracked, and
 * there is no list to leave.
 */
function emailHeaders(draft: MessageDraft, address: string): MessageHeader[] {
  const { id, environmentId, purpose, code, brand } = draft;
  const headers = [
    messageIdOf(id, address),
    { name: "Auto-Submitted", value: "auto-generated" },
    { name: "X-Auto-Response-Suppress", value: "All" },
    { name: "Feedback-ID", value: `${purpose}:${environmentId}:otp:ninepin` },
  ];
  return code === null ? headers : [...headers, { name: "OTP-Token", value: otpToken(code, brand.domain) }];
}
