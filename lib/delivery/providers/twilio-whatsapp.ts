import { z } from "zod";
import type { Provider, ProviderOutcome } from "../channel";
import { outcomeOf } from "./failure";
import {
  ACCOUNT_FIELDS,
  accountOf,
  accountShape,
  closeTwilio,
  E164,
  sid,
  type TwilioAccount,
  twilioExchange,
} from "./twilio-client";
import { checkAccount } from "./twilio-messaging";

/** A Twilio account with a number that WhatsApp knows, and the template that WhatsApp has approved for codes. */
export type TwilioWhatsappConfig = TwilioAccount & { from: string; contentSid: string | null };

const configSchema: z.ZodType<TwilioWhatsappConfig> = z
  .object({ ...accountShape, from: E164, content_sid: sid("HX").nullish() })
  .transform((entered) => ({ ...accountOf(entered), from: entered.from, contentSid: entered.content_sid ?? null }));

const NAME = "twilio_whatsapp";

/** WhatsApp by way of Twilio, by its SDK. */
export const twilioWhatsapp: Provider<TwilioWhatsappConfig> = {
  name: NAME,
  title: "Twilio WhatsApp",
  channels: ["whatsapp"],
  configSchema,
  fields: [
    ...ACCOUNT_FIELDS,
    { name: "from", label: "WhatsApp number", secret: false, help: "For example +14155550100" },
    {
      name: "content_sid",
      label: "Template SID",
      secret: false,
      optional: true,
      help: "Starts with HX: an authentication template. WhatsApp takes nothing else outside a conversation",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const { from, contentSid } = config;
    const { code } = message;
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      const { sid: id } = await client.messages.create({
        to: `whatsapp:${message.to}`,
        from: `whatsapp:${from}`,
        // The template has its own words; the code is its one variable.
        ...(contentSid !== null && code !== undefined
          ? { contentSid, contentVariables: JSON.stringify({ 1: code }) }
          : { body: message.text }),
        ...(message.callbackUrl !== undefined && { statusCallback: message.callbackUrl }),
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
