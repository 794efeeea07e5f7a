import { z } from "zod";
import {
  environmentField,
  Moment,
  optionalTimestamp,
  pageFields,
  pageOf,
  Timestamp,
  timestamp,
  Uuid,
} from "@/lib/core/wire";
import { Country } from "@/lib/settings";
import { presentSuppression, type Suppression, SuppressionFields } from "./suppression-contract";

const STATES = ["verified", "waiting", "wrong", "locked", "expired"] as const;
export type VerificationState = (typeof STATES)[number];

/** How far a message has come: what its provider said last that counts. */
const DELIVERIES = [
  "waiting",
  "accepted",
  "delivered",
  "undeliverable",
  "bounced",
  "complained",
  "failed",
  "in_mailbox",
] as const;
export type MessageDelivery = (typeof DELIVERIES)[number];

/** What a timeline tells of, in words that stay. */
export const TIMELINE = [
  "requested",
  "in_mailbox",
  "tried",
  "accepted",
  "failed",
  "sent",
  "delayed",
  "delivered",
  "undeliverable",
  "bounced",
  "complained",
  "wrong_code",
  "verified",
  "user_created",
  "signed_in",
  "webhook",
  "cancelled",
  "expired",
] as const;
export type TimelineType = (typeof TIMELINE)[number];

const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;

export const VerificationParams = z.object({ challenge: Uuid });

/** Which verifications: each field narrows the list. `recipient` is the whole address or number. */
export const VerificationsQuery = z
  .strictObject({
    ...pageFields,
    environment_id: environmentField,
    state: z.enum(STATES).optional(),
    channel: z.enum(CHANNELS).optional(),
    recipient: z.string().min(1).max(320).optional(),
    country: Country.optional().meta({ description: "Of a phone number: ISO 3166-1 alpha-2." }),
    template_version: z
      .string()
      .regex(/^\d{1,9}$/, "Must be a number")
      .optional()
      .meta({ description: "The version of a template of your own; 0 is the built-in design." }),
    api_key_id: Uuid.optional().meta({ description: "Asked for with that key." }),
    from: Moment.optional(),
    to: Moment.optional(),
  })
  .transform((query) => ({
    ...pageOf(query),
    environmentId: query.environment_id ?? null,
    state: query.state ?? null,
    channel: query.channel ?? null,
    recipient: query.recipient ?? null,
    country: query.country ?? null,
    templateVersion: query.template_version === undefined ? null : Number(query.template_version),
    apiKeyId: query.api_key_id ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  }));

export type VerificationsAsked = Omit<z.output<typeof VerificationsQuery>, "environmentId">;

const VerificationReply = z
  .object({
    id: z.uuid().meta({ description: "The challenge's id." }),
    recipient: z.string().meta({ description: "Masked." }),
    recipient_type: z.enum(["email", "phone", "username"]),
    username: z.string().nullable().meta({ description: "The username that was asked for." }),
    recipient_known: z.boolean().meta({
      description: "False where nobody of that name may sign in: the code was asked for, and nothing was sent.",
    }),
    tenant_id: z.uuid().nullable().meta({ description: "The tenant that it was asked for." }),
    country: z.string().nullable().meta({ description: "Of a phone number: ISO 3166-1 alpha-2." }),
    purpose: z.string(),
    state: z.enum(STATES),
    attempts: z.int(),
    attempts_max: z.int(),
    channel: z.string().nullable().meta({ description: "Of the newest message, as what follows." }),
    provider: z.string().nullable(),
    delivery: z.enum(DELIVERIES).nullable(),
    locale: z.string().nullable(),
    template_version: z.int().nullable(),
    created_at: Timestamp,
    ends_at: Timestamp,
    verified_at: Timestamp.nullable(),
    took_seconds: z.number(),
  })
  .meta({ id: "Verification" });

/** A page of verifications, newest first. With filters a page may be short: go on while there is a cursor. */
export const VerificationsReply = z.object({ data: z.array(VerificationReply), next_cursor: z.string().nullable() });

const MessageReply = z.object({
  id: z.uuid(),
  channel: z.string(),
  provider: z.string().nullable(),
  provider_message_id: z.string().nullable(),
  locale: z.string().nullable(),
  template_version: z.int().nullable(),
  delivery: z.enum(DELIVERIES),
  sent_at: Timestamp,
  expires_at: Timestamp,
  segments: z.int().nullable().meta({ description: "Of a text message: how many the network makes of it." }),
  cost_micros: z.int().nullable().meta({ description: "What it was counted as costing, in millionths of a dollar." }),
});

const TimelineReply = z.object({
  at: Timestamp,
  elapsed_ms: z.int(),
  type: z.enum(TIMELINE),
  message_id: z.uuid().nullable(),
  channel: z.string().nullable(),
  provider: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.string().nullable().meta({ description: "The provider's own words, without addresses and numbers." }),
  actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string().nullable(),
  attempts_remaining: z.int().nullable(),
  webhook: z
    .object({ endpoint_id: z.uuid(), delivery_id: z.uuid(), url: z.string(), event: z.string(), status: z.string() })
    .nullable(),
});

export const WholeVerificationReply = VerificationReply.extend({
  messages: z.array(MessageReply),
  timeline: z.array(TimelineReply).meta({ description: "Oldest first." }),
  suppression: SuppressionFields.nullable().meta({ description: "Why nothing is sent to this recipient now." }),
}).meta({ id: "WholeVerification" });

/** One verification as the domain has it. */
export type Verification = {
  id: string;
  recipient: string;
  recipientType: "email" | "phone" | "username";
  username: string | null;
  recipientKnown: boolean;
  tenantId: string | null;
  country: string | null;
  purpose: string;
  state: VerificationState;
  attempts: number;
  attemptsMax: number;
  channel: string | null;
  provider: string | null;
  delivery: MessageDelivery | null;
  locale: string | null;
  templateVersion: number | null;
  startedAt: Date;
  endsAt: Date;
  verifiedAt: Date | null;
  tookSeconds: number;
};

export type VerificationMessage = {
  id: string;
  channel: string;
  provider: string | null;
  providerMessageId: string | null;
  locale: string | null;
  templateVersion: number | null;
  delivery: MessageDelivery;
  sentAt: Date;
  expiresAt: Date;
  segments: number | null;
  costMicros: number | null;
};

export type TimelineEntry = {
  at: Date;
  type: TimelineType;
  messageId: string | null;
  channel: string | null;
  provider: string | null;
  reason: string | null;
  detail: string | null;
  actor: { id: string; name: string | null } | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  attemptsRemaining: number | null;
  webhook: { endpointId: string; deliveryId: string; url: string; event: string; status: string } | null;
};

export type WholeVerification = Verification & {
  messages: readonly VerificationMessage[];
  timeline: readonly TimelineEntry[];
  suppression: Suppression | null;
};

/** A verification on the wire. */
function presentVerification(verification: Verification): z.input<typeof VerificationReply> {
  return {
    id: verification.id,
    recipient: verification.recipient,
    recipient_type: verification.recipientType,
    username: verification.username,
    recipient_known: verification.recipientKnown,
    tenant_id: verification.tenantId,
    country: verification.country,
    purpose: verification.purpose,
    state: verification.state,
    attempts: verification.attempts,
    attempts_max: verification.attemptsMax,
    channel: verification.channel,
    provider: verification.provider,
    delivery: verification.delivery,
    locale: verification.locale,
    template_version: verification.templateVersion,
    created_at: timestamp(verification.startedAt),
    ends_at: timestamp(verification.endsAt),
    verified_at: optionalTimestamp(verification.verifiedAt),
    took_seconds: verification.tookSeconds,
  };
}

/** A page on the wire. */
export function presentVerifications(page: {
  data: readonly Verification[];
  nextCursor: string | null;
}): z.input<typeof VerificationsReply> {
  return { data: page.data.map(presentVerification), next_cursor: page.nextCursor };
}

/** A verification with all that is known of it, on the wire. */
export function presentWholeVerification(whole: WholeVerification): z.input<typeof WholeVerificationReply> {
  return {
    ...presentVerification(whole),
    messages: whole.messages.map((message) => ({
      id: message.id,
      channel: message.channel,
      provider: message.provider,
      provider_message_id: message.providerMessageId,
      locale: message.locale,
      template_version: message.templateVersion,
      delivery: message.delivery,
      sent_at: timestamp(message.sentAt),
      expires_at: timestamp(message.expiresAt),
      segments: message.segments,
      cost_micros: message.costMicros,
    })),
    timeline: whole.timeline.map((entry) => ({
      at: timestamp(entry.at),
      elapsed_ms: entry.at.getTime() - whole.startedAt.getTime(),
      type: entry.type,
      message_id: entry.messageId,
      channel: entry.channel,
      provider: entry.provider,
      reason: entry.reason,
      detail: entry.detail,
      actor: entry.actor,
      ip: entry.ip,
      user_agent: entry.userAgent,
      request_id: entry.requestId,
      attempts_remaining: entry.attemptsRemaining,
      webhook: entry.webhook && {
        endpoint_id: entry.webhook.endpointId,
        delivery_id: entry.webhook.deliveryId,
        url: entry.webhook.url,
        event: entry.webhook.event,
        status: entry.webhook.status,
      },
    })),
    suppression: whole.suppression && presentSuppression(whole.suppression),
  };
}
