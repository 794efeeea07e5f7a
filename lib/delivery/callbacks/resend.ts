import { z } from "zod";
import { Moment } from "@/lib/core/wire";
import type { CallbackFact, CallbackInput, FactType, ReadCallback } from "./fact";
import { scrubWords } from "./scrub-words";

const Words = z.object({ message: z.string().optional(), reason: z.string().optional(), type: z.string().optional() });

const Tags = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
]);

const Payload = z.object({
  type: z.string(),
  created_at: Moment.optional().catch(undefined),
  data: z.object({
    tags: Tags.transform((tags) => ({ environmentId: tags.environment_id, messageId: tags.message_id })).catch({
      environmentId: undefined,
      messageId: undefined,
    }),
    bounce: Words.optional(),
    failed: Words.optional(),
    suppressed: Words.optional(),
  }),
});

type Data = z.output<typeof Payload>["data"];
type Told = { type: FactType; reason: string | null; words: string | undefined };

const plain = (type: FactType) => (): Told => ({ type, reason: null, words: undefined });

const TOLD: Readonly<Record<string, (data: Data) => Told>> = {
  "email.sent": plain("sent"),
  "email.delivered": plain("delivered"),
  "email.delivery_delayed": plain("delayed"),
  "email.complained": plain("complained"),
  "email.bounced": ({ bounce }) =>
    bounce?.type === "Transient" || bounce?.type === "Undetermined"
      ? { type: "undeliverable", reason: "bounced_for_now", words: bounce.message }
      : { type: "bounced", reason: null, words: bounce?.message },
  "email.suppressed": ({ suppressed }) => ({
    type: "undeliverable",
    reason: "suppressed_by_provider",
    words: suppressed?.message,
  }),
  "email.failed": ({ failed }) => ({ type: "undeliverable", reason: "failed", words: failed?.reason }),
};

/**
 * Reads a webhook of Resend, signed with the webhook's secret (Standard Webhooks under the names of Svix; at most five
 * minutes old, which the library judges). A message is known by the tags that it was sent with; what was sent without
 * them, and what is no step on the way, is nothing.
 */
export async function readResendCallback({ headers, text }: CallbackInput, secret: string): Promise<ReadCallback> {
  const id = headers["svix-id"] ?? "";
  const read = Payload.safeParse(await verified({ headers, text }, secret));
  if (!read.success) return null;
  const { type, created_at: at, data } = read.data;
  const { environmentId, messageId } = data.tags;
  const told = Object.hasOwn(TOLD, type) ? TOLD[type]?.(data) : undefined;
  if (!told || environmentId === undefined || messageId === undefined) return [];
  const { words, ...what } = told;
  const fact: CallbackFact = {
    environmentId,
    messageId,
    key: `resend:${id}`,
    ...what,
    detail: scrubWords(words),
    at: at ?? null,
  };
  return [fact];
}

async function verified({ headers, text }: CallbackInput, webhookSecret: string): Promise<unknown> {
  const { Resend } = await import("resend");
  try {
    // The key signs nothing and calls nobody: checking a webhook takes the webhook's secret alone.
    return new Resend("unused").webhooks.verify({
      payload: text,
      headers: {
        id: headers["svix-id"] ?? "",
        timestamp: headers["svix-timestamp"] ?? "",
        signature: headers["svix-signature"] ?? "",
      },
      webhookSecret,
    });
  } catch {
    return undefined;
  }
}
