import { validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { z } from "zod";
import { Moment } from "@/lib/core/wire";
import type { CallbackFact, CallbackInput, ReadCallback } from "./fact";
import { parseJson } from "./parse-json";
import { toldOfMessage } from "./twilio";

/** Twilio's events of what became of a text that Verify sent, by their last word. */
const TYPE = /^com\.twilio\.accountsecurity\.verify\.message\.([a-z]+)$/;

const Status = z.object({
  type: z.string().regex(TYPE),
  time: Moment.optional().catch(undefined),
  data: z.object({
    account_sid: z.string(),
    attempt_sid: z.string().min(1).max(64),
    error_code: z.string().nullish(),
    tags: z.object({ environment_id: z.string(), message_id: z.string() }),
  }),
});

/**
 * Reads what a webhook sink of Twilio's Event Streams is told of the texts of Verify
 * (AccountSecurity.MessageStatusEvent/2): a batch of CloudEvents. Twilio signs the address, which carries the hash of
 * the body. The tags that we gave the text name the message; events of other kinds, of other accounts and without our
 * tags are passed over.
 */
export function readTwilioVerifyCallback(
  { headers, text }: CallbackInput,
  { accountSid, authToken }: { accountSid: string; authToken: string },
  url: string,
): ReadCallback {
  if (!validateRequestWithBody(authToken, headers["x-twilio-signature"] ?? "", url, text)) return null;
  const batch = z.array(z.unknown()).safeParse(parseJson(text));
  return batch.success ? batch.data.flatMap((event) => factOf(event, accountSid)) : null;
}

function factOf(event: unknown, accountSid: string): CallbackFact[] {
  const read = Status.safeParse(event);
  if (!read.success || read.data.data.account_sid !== accountSid) return [];
  const { type, time, data } = read.data;
  const status = TYPE.exec(type)?.[1] ?? "";
  const told = toldOfMessage(status, data.error_code ?? undefined);
  if (told === null) return [];
  return [
    {
      environmentId: data.tags.environment_id,
      messageId: data.tags.message_id,
      key: `twilio_verify:${data.attempt_sid}:${status}`,
      ...told,
      detail: data.error_code && /^\d{1,6}$/.test(data.error_code) ? `Twilio error ${data.error_code}` : null,
      at: time ?? null,
    },
  ];
}
