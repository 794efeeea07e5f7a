import type { VerificationRoute } from "@/components/frame/paths";
import type { WrittenAsProps } from "@/components/verifications/written-as";

/** A message as the Mailbox shows it. */
export type Message = {
  id: string;
  to: string;
  channel: string;
  code: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  headers: { name: string; value: string }[];
  createdAt: Date;
};

/** What a message with a code was written for, in and by; links where the reader has the pages. */
export type Origin = WrittenAsProps & { verification: VerificationRoute | null };

const CHANNELS: Record<string, string> = {
  email: "Email",
  sms: "SMS",
  voice: "Voice",
  whatsapp: "WhatsApp",
  discord: "Discord",
  hook: "Hook",
};

/** The channel in a word. */
export function channelName(channel: string): string {
  return CHANNELS[channel] ?? channel;
}

/** What a list shows of a message: its subject, or how its text begins where it has none. */
export function messageTitle(message: Pick<Message, "subject" | "text">): string {
  return message.subject ?? message.text.trim().split("\n", 1)[0] ?? "";
}
