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
import { isWebhookEvent } from "@/lib/outbox/events";

const URL_MAX = 2_048;
const EVENTS_MAX = 50;
const DESCRIPTION_MAX = 200;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

const Url = z
  .string()
  .min(1)
  .max(URL_MAX)
  .meta({ examples: ["https://api.example.com/hooks/ninepin"] });
const EventName = z.string().refine(isWebhookEvent, "Is not in the catalogue: GET /api/admin/webhooks/events lists it");
const Events = z
  .array(EventName)
  .max(EVENTS_MAX)
  .transform((events) => [...new Set(events)])
  .meta({ description: "Which events it is told of; all of them where empty." });
const Description = z
  .string()
  .trim()
  .max(DESCRIPTION_MAX)
  .regex(/^\P{Cc}*$/u, "Must not contain control characters");

/** Adds an endpoint, or says all of one anew. */
export const WebhookBody = z
  .strictObject({
    url: Url,
    events: Events.optional(),
    description: Description.nullable().optional(),
    enabled: z.boolean().optional(),
  })
  .transform(({ url, events, description, enabled }) => ({
    url,
    events: events ?? [],
    description: description || null,
    enabled: enabled ?? true,
  }));

export type WebhookInput = z.output<typeof WebhookBody>;

/** Changes what is given, and nothing else. */
export const WebhookPatch = z
  .strictObject({
    url: Url.optional(),
    events: Events.optional(),
    description: Description.nullable().optional(),
    enabled: z.boolean().optional().meta({ description: "Turned on again, it starts with a clean record." }),
  })
  .transform(({ description, ...patch }) => ({
    ...patch,
    ...(description !== undefined && { description: description || null }),
  }));

export type WebhookPatchInput = z.output<typeof WebhookPatch>;

/** A path to an endpoint, to a delivery, to an echo receiver. */
export const EndpointParams = z.object({ endpoint: Uuid });
export const DeliveryParams = z.object({ id: Uuid });

const STATUSES = ["pending", "delivered", "failed"] as const;

const deliveryFields = {
  ...pageFields,
  environment_id: environmentField,
  status: z.enum(STATUSES).optional(),
  event: EventName.optional(),
} as const;

/** Deliveries, narrowed to how they stand and to what they tell of. */
export const DeliveriesQuery = z
  .strictObject({ ...deliveryFields, endpoint_id: Uuid.optional() })
  .transform(({ environment_id, endpoint_id, status, event, ...page }) => ({
    ...pageOf(page),
    environmentId: environment_id ?? null,
    endpointId: endpoint_id ?? null,
    status: status ?? null,
    event: event ?? null,
  }));

/** The same where the path names the endpoint. */
export const EndpointDeliveriesQuery = z
  .strictObject(deliveryFields)
  .transform(({ environment_id, status, event, ...page }) => ({
    ...pageOf(page),
    environmentId: environment_id ?? null,
    status: status ?? null,
    event: event ?? null,
  }));

/** Makes a new secret. Until the overlap ends both sign. */
export const RotateSecretBody = z
  .strictObject({ overlap_seconds: z.int().min(0).max(WEEK_SECONDS).optional() })
  .transform(({ overlap_seconds }) => ({ overlapSeconds: overlap_seconds ?? DAY_SECONDS }));

/** Sends an example at once. */
export const TestWebhookBody = z
  .strictObject({ event: EventName.optional() })
  .transform(({ event }) => ({ event: event ?? "otp.verified" }));

/** Sends an example to a URL that is not saved yet, signed with a secret made for this once. */
export const TestUrlBody = z
  .strictObject({ url: Url, event: EventName.optional() })
  .transform(({ url, event }) => ({ url, event: event ?? "otp.verified" }));

/** Sends everything again that has failed since then; or only counts it. */
export const RecoverBody = z
  .strictObject({ since: Moment, dry_run: z.boolean().optional() })
  .transform(({ since, dry_run }) => ({ since, dryRun: dry_run ?? false }));

export const RecoverReply = z.object({
  count: z.int().meta({ description: "How many deliveries were put into the queue, or would be." }),
  dry_run: z.boolean(),
});

const ENDPOINT_STATUSES = ["on", "failing", "off"] as const;

/** An endpoint. Its secret is in no answer but the one that made it. */
export const WebhookReply = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    description: z.string().nullable(),
    status: z.enum(ENDPOINT_STATUSES),
    created_at: Timestamp,
    created_by: z.string(),
    disabled_at: Timestamp.nullable(),
    disabled_reason: z.string().nullable(),
    failing_since: Timestamp.nullable(),
    failures: z.int().meta({ description: "Attempts in a row that failed." }),
    last_delivery_at: Timestamp.nullable(),
    previous_secret_expires_at: Timestamp.nullable(),
    last_24_hours: z.object({ delivered: z.int(), failed: z.int() }),
  })
  .meta({ id: "Webhook" });

export const WebhooksReply = z.object({ data: z.array(WebhookReply), next_cursor: z.string().nullable() });

export const CreatedWebhookReply = WebhookReply.extend({
  secret: z
    .string()
    .optional()
    .meta({ examples: ["whsec_…"], description: "Appears nowhere else." }),
}).meta({ id: "CreatedWebhook" });

export const RotatedSecretReply = z.object({
  id: z.uuid(),
  secret: z.string().optional().meta({ description: "Not there where the request is answered again." }),
  previous_secret_expires_at: Timestamp.nullable(),
});

export type Webhook = {
  id: string;
  url: string;
  events: string[];
  description: string | null;
  status: (typeof ENDPOINT_STATUSES)[number];
  createdAt: Date;
  createdBy: string;
  disabledAt: Date | null;
  disabledReason: string | null;
  failingSince: Date | null;
  failures: number;
  lastDeliveryAt: Date | null;
  previousSecretUntil: Date | null;
  last24Hours: { delivered: number; failed: number };
};

/** An endpoint on the wire. */
export function presentWebhook(webhook: Webhook): z.input<typeof WebhookReply> {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    description: webhook.description,
    status: webhook.status,
    created_at: timestamp(webhook.createdAt),
    created_by: webhook.createdBy,
    disabled_at: optionalTimestamp(webhook.disabledAt),
    disabled_reason: webhook.disabledReason,
    failing_since: optionalTimestamp(webhook.failingSince),
    failures: webhook.failures,
    last_delivery_at: optionalTimestamp(webhook.lastDeliveryAt),
    previous_secret_expires_at: optionalTimestamp(webhook.previousSecretUntil),
    last_24_hours: webhook.last24Hours,
  };
}

/** A page of endpoints on the wire. */
export function presentWebhooks(page: {
  data: readonly Webhook[];
  nextCursor: string | null;
}): z.input<typeof WebhooksReply> {
  return { data: page.data.map(presentWebhook), next_cursor: page.nextCursor };
}

/** A new endpoint with its secret; without it where the request is answered again. */
export function presentCreatedWebhook(webhook: Webhook & { secret?: string }): z.input<typeof CreatedWebhookReply> {
  return { ...presentWebhook(webhook), ...(webhook.secret !== undefined && { secret: webhook.secret }) };
}

/** A new secret on the wire. */
export function presentRotatedSecret(rotated: {
  id: string;
  secret?: string;
  previousSecretUntil: Date | null;
}): z.input<typeof RotatedSecretReply> {
  return {
    id: rotated.id,
    ...(rotated.secret !== undefined && { secret: rotated.secret }),
    previous_secret_expires_at: optionalTimestamp(rotated.previousSecretUntil),
  };
}

/** What was sent again, or would be, on the wire. */
export function presentRecovered({ count, dryRun }: { count: number; dryRun: boolean }): z.input<typeof RecoverReply> {
  return { count, dry_run: dryRun };
}
