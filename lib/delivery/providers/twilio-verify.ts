import { z } from "zod";
import { oneLine } from "@/lib/core/one-line";
import type { CodeCheck, OutgoingMessage, Provider, ProviderCheck, ProviderOutcome } from "../channel";
import { checkOf, logFailure, outcomeOf } from "./failure";
import {
  ACCOUNT_FIELDS,
  accountOf,
  accountShape,
  closeTwilio,
  sid,
  type TwilioAccount,
  twilioExchange,
} from "./twilio-client";

/** A Twilio account with a Verify service. */
export type TwilioVerifyConfig = TwilioAccount & { serviceSid: string };

const configSchema: z.ZodType<TwilioVerifyConfig> = z
  .object({ ...accountShape, service_sid: sid("VA") })
  .transform((entered) => ({ ...accountOf(entered), serviceSid: entered.service_sid }));

const NAME = "twilio_verify";

/** Where Twilio's name for a language is not ours. */
const LOCALES: Readonly<Record<string, string>> = { "zh-Hans": "zh-CN" };

/**
 * Twilio Verify, by its SDK: it makes the code, words the text and says whether a code is right.
 *
 * A service has one verification waiting for a number at a time, for ten minutes: who asks again is given the same SID,
 * and the same code is sent. All customers of the installation share its service, so that SID may be another challenge's.
 * What keeps them apart: a SID is recorded as one challenge's (`verify_sids`), Twilio is asked about a guess only for a
 * SID that is recorded as the guessed challenge's, and what waits for another challenge is cancelled before, and a new one
 * made. So no code counts twice, nobody's guesses use up the five checks or meet the verification of another challenge,
 * and a verification that somebody has locked, or sent five times, holds up nobody else: its successor counts from zero.
 * What is left: the newest code for a number is the only one that Twilio keeps. Whoever asks for one ends the one before
 * it, which is answered as expired.
 */
export const twilioVerify: Provider<TwilioVerifyConfig> = {
  name: NAME,
  title: "Twilio Verify",
  channels: ["sms"],
  configSchema,
  fields: [
    ...ACCOUNT_FIELDS,
    { name: "service_sid", label: "Verify Service SID", secret: false, help: "Starts with VA" },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const { client, failureOf } = await twilioExchange(config, tools);
    const { to, locale } = message;
    try {
      const { sid: id, sendCodeAttempts } = await client.verify.v2.services(config.serviceSid).verifications.create({
        to,
        channel: "sms",
        ...nameOf(message),
        // They come back with what Twilio tells of the text.
        tags: JSON.stringify({ environment_id: message.environmentId, message_id: message.id }),
        ...(locale !== undefined && { locale: LOCALES[locale] ?? locale }),
      });
      const again = Array.isArray(sendCodeAttempts) && sendCodeAttempts.length > 1;
      if (id) return { state: "accepted", providerMessageId: id, ...(again && { again }) };
      return outcomeOf(NAME, { reason: "provider_error" }, message, tools);
    } catch (error) {
      return outcomeOf(NAME, failureOf(error), message, tools);
    }
  },
  async checkCode({ providerMessageId, code }, config, tools): Promise<CodeCheck> {
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      const { verificationChecks } = client.verify.v2.services(config.serviceSid);
      const { status } = await verificationChecks.create({ verificationSid: providerMessageId, code });
      return CHECKS[status] ?? "unknown";
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === MAX_CHECKS) return "locked";
      // Over, used, or asked for too often: Twilio does not know it any more.
      if (failure.code === NOT_FOUND) return "expired";
      // No code that it could have made.
      if (failure.code === INVALID_PARAMETER) return "wrong";
      logFailure(NAME, failure, tools);
      return "unknown";
    }
  },
  async takeBack(providerMessageId, config, tools): Promise<boolean> {
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      const { verifications } = client.verify.v2.services(config.serviceSid);
      const { status } = await verifications(providerMessageId).update({ status: "canceled" });
      return status === "canceled";
    } catch (error) {
      const failure = failureOf(error);
      // It was over before.
      if (failure.code === NOT_FOUND) return true;
      logFailure(NAME, failure, tools);
      return false;
    }
  },
  async check(config, tools): Promise<ProviderCheck> {
    const { client, failureOf } = await twilioExchange(config, tools);
    try {
      await client.verify.v2.services(config.serviceSid).fetch();
      return { ok: true };
    } catch (error) {
      return checkOf(NAME, failureOf(error), tools);
    }
  },
  close: closeTwilio,
};

const NAME_CHARACTERS = 30;

/** Whose code it is, in place of the service's own name. Twilio takes no name that looks like a code. */
function nameOf({ from }: OutgoingMessage): { customFriendlyName?: string } {
  const name = oneLine(from.name, NAME_CHARACTERS);
  return name === "" || /\d{4}/.test(name) ? {} : { customFriendlyName: name };
}

const NOT_FOUND = 20404;
const INVALID_PARAMETER = 60200;
const MAX_CHECKS = 60202;

/** The states of a verification check (twilio.com/docs/verify/api/verification-check). */
const CHECKS: Readonly<Record<string, CodeCheck>> = {
  approved: "right",
  pending: "wrong",
  expired: "expired",
  canceled: "expired",
  deleted: "expired",
  failed: "expired",
  max_attempts_reached: "locked",
};
