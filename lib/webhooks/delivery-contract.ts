import { z } from "zod";
import { optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";

const Headers = z.record(z.string(), z.string());

const DeliveryReply = z
  .object({
    id: z.uuid(),
    endpoint_id: z.uuid(),
    event_id: z.uuid().meta({ description: "Sent as webhook-id: the same in every attempt." }),
    event: z.string(),
    status: z.enum(["pending", "delivered", "failed"]),
    attempts: z.int(),
    attempts_max: z.int(),
    created_at: Timestamp,
    next_attempt_at: Timestamp.nullable(),
    delivered_at: Timestamp.nullable(),
    failed_at: Timestamp.nullable(),
  })
  .meta({ id: "WebhookDelivery" });

const LastAttempt = z.object({
  at: Timestamp,
  status: z.int().nullable(),
  reason: z.string().nullable().meta({ description: "Why it failed, in words; null where it did not." }),
  duration_ms: z.int(),
});

export const DeliveriesReply = z.object({
  data: z.array(DeliveryReply.extend({ last_attempt: LastAttempt.nullable() }).meta({ id: "ListedWebhookDelivery" })),
  next_cursor: z.string().nullable(),
});

export const WholeDeliveryReply = DeliveryReply.extend({
  url: z.string(),
  request_body: z.string().meta({ description: "The same bytes in every attempt." }),
  tried: z.array(
    LastAttempt.extend({
      number: z.int(),
      request_headers: Headers,
      response_headers: Headers.nullable(),
      response_body: z.string().nullable().meta({ description: "The first 16 kB." }),
    }),
  ),
}).meta({ id: "WebhookDeliveryWithAttempts" });

export const ReplayReply = z.object({ id: z.uuid(), status: z.literal("pending") });

export type Attempt = {
  number: number;
  at: Date;
  status: number | null;
  reason: string | null;
  durationMs: number;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
};

export type Delivery = {
  id: string;
  endpointId: string;
  eventId: string;
  event: string;
  status: "pending" | "delivered" | "failed";
  attempts: number;
  attemptsMax: number;
  createdAt: Date;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  failedAt: Date | null;
};

export type ListedDelivery = Delivery & {
  lastAttempt: Pick<Attempt, "at" | "status" | "reason" | "durationMs"> | null;
};

export type WholeDelivery = Delivery & { url: string; requestBody: string; tried: Attempt[] };

function presentDelivery(delivery: Delivery): z.input<typeof DeliveryReply> {
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    event_id: delivery.eventId,
    event: delivery.event,
    status: delivery.status,
    attempts: delivery.attempts,
    attempts_max: delivery.attemptsMax,
    created_at: timestamp(delivery.createdAt),
    next_attempt_at: optionalTimestamp(delivery.nextAttemptAt),
    delivered_at: optionalTimestamp(delivery.deliveredAt),
    failed_at: optionalTimestamp(delivery.failedAt),
  };
}

function presentLast({ at, status, reason, durationMs }: Pick<Attempt, "at" | "status" | "reason" | "durationMs">) {
  return { at: timestamp(at), status, reason, duration_ms: durationMs };
}

/** A page of deliveries on the wire. */
export function presentDeliveries(page: {
  data: readonly ListedDelivery[];
  nextCursor: string | null;
}): z.input<typeof DeliveriesReply> {
  return {
    data: page.data.map((delivery) => ({
      ...presentDelivery(delivery),
      last_attempt: delivery.lastAttempt === null ? null : presentLast(delivery.lastAttempt),
    })),
    next_cursor: page.nextCursor,
  };
}

/** A delivery with every attempt on the wire, the last attempt first. */
export function presentWholeDelivery(delivery: WholeDelivery): z.input<typeof WholeDeliveryReply> {
  return {
    ...presentDelivery(delivery),
    url: delivery.url,
    request_body: delivery.requestBody,
    tried: delivery.tried.map((attempt) => ({
      ...presentLast(attempt),
      number: attempt.number,
      request_headers: attempt.requestHeaders,
      response_headers: attempt.responseHeaders,
      response_body: attempt.responseBody,
    })),
  };
}

/** What a test send found out, step by step. It is an answer also where the endpoint's is none. */
export const TestReply = z.object({
  delivered: z.boolean(),
  event: z.string(),
  status: z.int().nullable(),
  reason: z.string().nullable(),
  duration_ms: z.int(),
  steps: z.array(z.object({ step: z.enum(["address", "resolve", "connect", "tls", "response"]), ms: z.int() })),
  request: z.object({ headers: Headers, body: z.string() }),
  response: z.object({ headers: Headers, body: z.string(), truncated: z.boolean() }).nullable(),
});

export type TestSent = z.output<typeof TestReply>;

/** The catalogue: every event that an endpoint can be told of. */
export const CatalogueReply = z.object({
  version: z.string().meta({ examples: ["2026-11-20"] }),
  data: z.array(
    z.object({
      type: z.string(),
      summary: z.string(),
      since: z.string(),
      schema: z.record(z.string(), z.unknown()).meta({ description: "A JSON schema of the whole body." }),
      example: z.record(z.string(), z.unknown()),
    }),
  ),
});
