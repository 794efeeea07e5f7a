import { z } from "zod";
import type { Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "../channel";
import { checkOf, outcomeOf } from "./failure";
import {
  ACCOUNT_FIELDS,
  accountOf,
  accountShape,
  closeTwilio,
  sid,
  type TwilioAccount,
  twilioExchange,
} from "./twilio-client";

/** A Twilio account that texts: from a number or a name, or through a Messaging Service. A trial account is enough. */
export type TwilioMessagingConfig = TwilioAccount & { from: string | null; messagingServiceSid: string | null };

/** A number, a short code, or an alphanumeric sender of up to eleven characters. */
const SENDER = /^(\+[1-9]\d{4,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/;

const configSchema: z.ZodType<TwilioMessagingConfig> = z
  .object({
    ...accountShape,
    from: z.string().regex(SENDER, "Must be a number such as +14155550100, or a name of up to 11 letters").nullish(),
    messaging_service_sid: sid("MG").nullish(),
  })
  .refine(({ from, messaging_service_sid }) => Boolean(from ?? messaging_service_sid), {
    path: ["from"],
    error: "Enter a sender or a Messaging Service SID",
  })
  .transform((entered) => ({
    ...accountOf(entered),
    from: entered.from ?? null,
    messagingServiceSid: entered.messaging_service_sid ?? null,
  }));

const NAME = "twilio_messaging";

/** Twilio's Programmable Messaging, by its SDK: our own text with our own code. */
export const twilioMessaging: Provider<TwilioMessagingConfig> = {
  name: NAME,
  title: "Twilio Messaging",
  channels: ["sms"],
  configSchema,
  fields: [
    ...ACCOUNT_FIELDS,
    {
      name: "from",
      label: "Sender",
      secret: false,
      optional: true,
      help: "A number or a name, unless a service sends",
    },
    {
      name: "messaging_service_sid",
      label: "Messaging Service SID",
      secret: false,
      optional: true,
      help: "Starts with MG; it chooses the sender",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const { from, messagingServiceSid } = config;
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      const { sid: id } = await client.messages.create({
        to: message.to,
        ...(messagingServiceSid !== null ? { messagingServiceSid } : { from: from ?? "" }),
        body: message.text,
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

/** Whether Twilio can be reached and the account is open, for every provider of it that only sends. */
export async function checkAccount(name: string, account: TwilioAccount, tools: ProviderTools): Promise<ProviderCheck> {
  const { client, failureOf } = await twilioExchange(account, tools);
  try {
    const { status } = await client.api.v2010.accounts(account.accountSid).fetch();
    if (status === "active") return { ok: true };
    return { ok: false, reason: "authentication", detail: "The account is not active" };
  } catch (error) {
    return checkOf(name, failureOf(error), tools);
  }
}
