import { z } from "zod";
import { Timestamp, timestamp } from "@/lib/core/wire";

/** Which messages, and how long to wait for one: `wait` seconds, 30 at most. */
export const MailboxQuery = z
  .strictObject({
    to: z.string().min(1).max(320).optional().meta({ description: "An email address or a phone number." }),
    wait: z
      .string()
      .regex(/^(\d|[12]\d|30)$/, "Must be a whole number of seconds from 0 to 30")
      .optional(),
  })
  .transform(({ to, wait }) => ({ to, waitSeconds: wait === undefined ? 0 : Number(wait) }));

export type MailboxQueryInput = z.output<typeof MailboxQuery>;

/** What landed in the Mailbox, newest first. */
export const MailboxReply = z.object({
  data: z.array(
    z.object({
      id: z.uuid(),
      to: z.string(),
      channel: z.string(),
      code: z.string().nullable(),
      subject: z.string().nullable(),
      text: z.string(),
      html: z.string().nullable(),
      created_at: Timestamp,
    }),
  ),
});

type PresentableMessage = {
  id: string;
  to: string;
  channel: string;
  code: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  createdAt: Date;
};

/** The Mailbox on the wire. */
export function presentMailbox(messages: readonly PresentableMessage[]): z.input<typeof MailboxReply> {
  return {
    data: messages.map((message) => ({
      id: message.id,
      to: message.to,
      channel: message.channel,
      code: message.code,
      subject: message.subject,
      text: message.text,
      html: message.html,
      created_at: timestamp(message.createdAt),
    })),
  };
}
