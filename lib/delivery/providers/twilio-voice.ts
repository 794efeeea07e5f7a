import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderOutcome } from "../channel";
import { outcomeOf } from "./failure";
import {
  ACCOUNT_FIELDS,
  accountOf,
  accountShape,
  closeTwilio,
  E164,
  type TwilioAccount,
  twilioExchange,
} from "./twilio-client";
import { checkAccount } from "./twilio-messaging";
import { twilioVoice as voiceOf } from "./twilio-voices";

/** A Twilio account that calls, and the number that it calls from. */
export type TwilioVoiceConfig = TwilioAccount & { from: string };

const configSchema: z.ZodType<TwilioVoiceConfig> = z
  .object({ ...accountShape, from: E164 })
  .transform((entered) => ({ ...accountOf(entered), from: entered.from }));

const NAME = "twilio_voice";

/** How long it rings: shorter than most voicemail takes to answer. */
const RING_SECONDS = 25;
const PAUSE_SECONDS = 1;

/** Calls by Twilio's Programmable Voice, by its SDK: what to say goes along with the request. */
export const twilioVoice: Provider<TwilioVoiceConfig> = {
  name: NAME,
  title: "Twilio Voice",
  channels: ["voice"],
  configSchema,
  fields: [
    ...ACCOUNT_FIELDS,
    { name: "from", label: "Number", secret: false, help: "That it calls from, +14155550100" },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      const { sid: id } = await client.calls.create({
        to: message.to,
        from: config.from,
        twiml: await spoken(message),
        timeout: RING_SECONDS,
        ...(message.callbackUrl !== undefined && {
          statusCallback: message.callbackUrl,
          statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
        }),
      });
      if (id) return { state: "accepted", providerMessageId: id };
      return outcomeOf(NAME, { reason: "provider_error" }, message, tools);
    } catch (error) {
      return outcomeOf(NAME, failureOf(error), message, tools);
    }
  },
  check: (config, tools) => checkAccount(NAME, config, tools),
  close: closeTwilio,
};

/** Each line slowly, with a pause before the next; a code that stands in one piece digit by digit. */
async function spoken({ text, code, locale }: OutgoingMessage): Promise<string> {
  const { default: twilio } = await import("twilio");
  const response = new twilio.twiml.VoiceResponse();
  const lines = (code ? text.replaceAll(code, `${Array.from(code).join(". ")}.`) : text).split("\n");
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
    response.say(voiceOf(locale), "").prosody({ rate: "slow" }, line);
    response.pause({ length: PAUSE_SECONDS });
  }
  return response.toString();
}
