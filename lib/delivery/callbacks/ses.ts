import { z } from "zod";
import { Moment } from "@/lib/core/wire";
import type { CallbackFact, CallbackInput, FactType, ReadCallback } from "./fact";
import { parseJson } from "./parse-json";
import { scrubWords } from "./scrub-words";
import { confirmSnsSubscription, openSnsEnvelope, type SnsAsking } from "./sns";

const Tag = z.array(z.string()).min(1);
const At = Moment.optional().catch(undefined);

const Event = z.object({
  eventType: z.string(),
  mail: z.object({ timestamp: At, tags: z.object({ environment_id: Tag, message_id: Tag }) }),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      timestamp: At,
      bouncedRecipients: z.array(z.object({ diagnosticCode: z.string().optional() })).default([]),
    })
    .optional(),
  complaint: z.object({ timestamp: At, complaintFeedbackType: z.string().optional() }).optional(),
  delivery: z.object({ timestamp: At, smtpResponse: z.string().optional() }).optional(),
  deliveryDelay: z.object({ timestamp: At, delayType: z.string().optional() }).optional(),
  reject: z.object({ reason: z.string().optional() }).optional(),
  failure: z.object({ errorMessage: z.string().optional() }).optional(),
});

type SesEvent = z.output<typeof Event>;
type Told = { type: FactType; reason: string | null; words: string | undefined; at: Date | undefined };

const TOLD: Readonly<Record<string, (event: SesEvent) => Told>> = {
  Send: ({ mail }) => ({ type: "sent", reason: null, words: undefined, at: mail.timestamp }),
  Delivery: ({ delivery }) => ({
    type: "delivered",
    reason: null,
    words: delivery?.smtpResponse,
    at: delivery?.timestamp,
  }),
  DeliveryDelay: ({ deliveryDelay }) => ({
    type: "delayed",
    reason: null,
    words: deliveryDelay?.delayType,
    at: deliveryDelay?.timestamp,
  }),
  Bounce: ({ bounce }) => {
    const words = bounce?.bouncedRecipients[0]?.diagnosticCode ?? bounce?.bounceSubType;
    if (bounce?.bounceType === "Permanent") return { type: "bounced", reason: null, words, at: bounce.timestamp };
    return { type: "undeliverable", reason: "bounced_for_now", words, at: bounce?.timestamp };
  },
  Complaint: ({ complaint }) => ({
    type: "complained",
    reason: null,
    words: complaint?.complaintFeedbackType,
    at: complaint?.timestamp,
  }),
  Reject: ({ reject }) => ({ type: "undeliverable", reason: "rejected", words: reject?.reason, at: undefined }),
  "Rendering Failure": ({ failure }) => ({
    type: "undeliverable",
    reason: "failed",
    words: failure?.errorMessage,
    at: undefined,
  }),
};

/**
 * Reads what SES tells through SNS (event publishing of a configuration set). A message is known by the tags that it was
 * sent with. A subscription of the account's own topic that waits to be confirmed is confirmed; no other one's is.
 */
export async function readSesCallback({ text }: CallbackInput, asking: SnsAsking): Promise<ReadCallback> {
  const envelope = await openSnsEnvelope(text, asking);
  if (envelope === null) return null;
  if (envelope.Type === "SubscriptionConfirmation") {
    return (await confirmSnsSubscription(envelope, asking)) ? [] : null;
  }
  const read = Event.safeParse(parseJson(envelope.Message));
  if (envelope.Type !== "Notification" || !read.success) return [];
  const event = read.data;
  const { environment_id: environments, message_id: messages } = event.mail.tags;
  const told = Object.hasOwn(TOLD, event.eventType) ? TOLD[event.eventType]?.(event) : undefined;
  if (!told) return [];
  const fact: CallbackFact = {
    environmentId: environments[0] ?? "",
    messageId: messages[0] ?? "",
    key: `ses:${envelope.MessageId}`,
    type: told.type,
    reason: told.reason,
    detail: scrubWords(told.words),
    at: told.at ?? null,
  };
  return [fact];
}
