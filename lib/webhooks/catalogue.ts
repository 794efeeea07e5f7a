import { z } from "zod";
import { CATALOGUE_VERSION, webhookEvents } from "@/lib/outbox/events";
import type { CatalogueReply } from "./delivery-contract";

/** Every event that webhooks are told of, with the JSON schema of its body and an example. */
export function listEvents(): z.input<typeof CatalogueReply> {
  return {
    version: CATALOGUE_VERSION,
    data: webhookEvents().map(({ type, summary, since, data, example }) => ({
      type,
      summary,
      since,
      schema: z.toJSONSchema(z.object({ type: z.literal(type), timestamp: z.iso.datetime(), data }), { io: "input" }),
      example: { type, timestamp: "2026-11-20T14:22:10.000Z", data: example },
    })),
  };
}
