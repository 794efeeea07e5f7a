import { EventWebhook } from "@sendgrid/eventwebhook";
import { z } from "zod";
import { UnixMoment } from "@/lib/core/wire";
import type { CallbackFact, CallbackInput, FactType, ReadCallback } from "./fact";
import { parseJson } from "./parse-json";
import { scrubWords } from "./scrub-words";

/** SendGrid repeats what was not taken for a day. What was told once is kept once, so a replay changes nothing. */
const OLDEST_SECONDS = 25 * 3600;
const AHEAD_SECONDS = 300;

const Told = z.object({
  event: z.string(),
  sg_event_id: z.string().min(1),
  timestamp: UnixMoment.optional().catch(undefined),
  environment_id: z.string(),
  message_id: z.string(),
  type: z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
});

type Told = z.output<typeof Told>;

/** A batch is as long as SendGrid likes; what of it is not ours, or not readable, is passed over. */
const Batch = z.array(z.unknown());

const TYPES: Readonly<Record<string, FactType>> = {
  processed: "sent",
  deferred: "delayed",
  delivered: "delivered",
  bounce: "bounced",
  dropped: "undeliverable",
  spamreport: "complained",
};

/**
 * Reads a batch of SendGrid's event webhook, signed by its key (ECDSA over the time and the text), at most a day old. A
 * message is known by the custom arguments that it was sent with.
 */
export function readSendGridCallback(input: CallbackInput, publicKey: string, now: Date): ReadCallback {
  const { headers, text } = input;
  const sentAt = headers["x-twilio-email-event-webhook-timestamp"] ?? "";
  const age = now.getTime() / 1000 - Number(sentAt);
  if (!/^\d{1,12}$/.test(sentAt) || age > OLDEST_SECONDS || age < -AHEAD_SECONDS) return null;
  if (!isSigned(input, publicKey, sentAt)) return null;
  const batch = Batch.safeParse(parseJson(text));
  if (!batch.success) return null;
  return batch.data.flatMap((each) => {
    const told = Told.safeParse(each);
    return told.success ? factsOf(told.data) : [];
  });
}

function factsOf(told: Told): CallbackFact[] {
  const type = Object.hasOwn(TYPES, told.event) ? TYPES[told.event] : undefined;
  if (type === undefined) return [];
  // "blocked" is a refusal of this message for now; the address is good.
  const blocked = type === "bounced" && told.type === "blocked";
  return [
    {
      environmentId: told.environment_id,
      messageId: told.message_id,
      key: `sendgrid:${told.sg_event_id}`,
      type: blocked ? "undeliverable" : type,
      reason: blocked ? "blocked" : told.event === "dropped" ? "suppressed_by_provider" : null,
      detail: scrubWords(told.reason ?? told.response),
      at: told.timestamp ?? null,
    },
  ];
}

function isSigned({ headers, text }: CallbackInput, publicKey: string, sentAt: string): boolean {
  const webhook = new EventWebhook();
  const signature = headers["x-twilio-email-event-webhook-signature"] ?? "";
  try {
    return webhook.verifySignature(webhook.convertPublicKeyToECDSA(publicKey), text, signature, sentAt);
  } catch {
    return false;
  }
}
