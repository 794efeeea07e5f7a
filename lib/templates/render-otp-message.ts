import { oneLine } from "@/lib/core/one-line";
import type { Channel } from "@/lib/delivery/channel";
import { describeDevice } from "./describe-device";
import { formatDate, formatMinutes, formatTime } from "./format-request";
import { groupDigits } from "./group-digits";
import { locales, pickLocale } from "./locales";
import { otpEmailTemplate } from "./otp-email-template";
import { renderChat } from "./render-chat";
import { renderSms } from "./render-sms";
import { renderSpoken, spellDigits } from "./render-spoken";
import { escapeHtml, fillTemplate, type Values } from "./variables";
import type { OtpPurpose, OtpWords } from "./words";

/** What the messages of a project look like and say about it. Written by customers, so never trusted. */
export type MessageBrand = {
  name: string;
  domain: string | null;
  postalAddress: string | null;
  supportEmail?: string | null;
  logoUrl?: string | null;
  accent?: string | null;
  /** The language of messages to those of whom no other is known. */
  locale?: string | null;
};

export type OtpMessage = {
  purpose: OtpPurpose;
  channel: Channel;
  /** A language tag as it was asked for; the nearest one we speak is taken. */
  locale: string | null;
  brand: MessageBrand;
  environmentKind: "test" | "live";
  code: string;
  expiresMinutes: number;
  destination: string;
  context: { requestedAt: Date; userAgent?: string | null; location?: string | null };
  codeInSubject: boolean;
};

/** Only an email has a subject and HTML. */
export type RenderedMessage = { subject: string | null; html: string | null; text: string };

/**
 * The message that carries a code, in the project's brand. Everything it is filled with is hostile input: cut to one
 * bounded line, and escaped for the place it goes to (ASVS 1.2.1, 1.3.7).
 */
export async function renderOtpMessage(message: OtpMessage): Promise<RenderedMessage> {
  const locale = pickLocale(message.locale, message.brand.locale);
  const words: OtpWords = locales[locale];
  const values = valuesOf(message, words);
  if (message.channel === "email") {
    const template = await otpEmailTemplate({
      purpose: message.purpose,
      locale,
      test: message.environmentKind === "test",
      digits: message.code.length,
      codeInSubject: message.codeInSubject,
      hasDomain: values["app.domain"] !== "",
      hasAddress: values["app.postal_address"] !== "",
      hasLogo: values["app.logo_url"] !== "",
      hasAccent: values["app.accent"] !== "",
      hasSupport: values["app.support_email"] !== "",
      hasDevice: values["request.device"] !== "",
      hasLocation: values["request.location"] !== "",
    });
    return {
      subject: fillTemplate(template.subject, values),
      html: fillTemplate(template.html, values, escapeHtml),
      text: fillTemplate(template.text, values),
    };
  }
  return { subject: null, html: null, text: renderText(message.channel, words, values) };
}

function renderText(channel: Exclude<Channel, "email">, words: OtpWords, values: Values): string {
  if (channel === "sms") return renderSms(words, values);
  if (channel === "voice") return renderSpoken(words, values);
  return renderChat(channel, words, values);
}

function valuesOf({ brand, code, context, ...message }: OtpMessage, words: OtpWords): Values {
  const [first = "", second = "", third = ""] = groupDigits(code);
  return {
    code,
    "code.1": first,
    "code.2": second,
    "code.3": third,
    code_spoken: spellDigits(code, words.spoken),
    expires_in: formatMinutes(words.formats, message.expiresMinutes),
    "app.name": oneLine(brand.name, 64),
    "app.domain": oneLine(brand.domain ?? "", 253),
    "app.postal_address": oneLine(brand.postalAddress ?? "", 200),
    "app.logo_url": /^https:\/\/[^\s"'<>\\]{1,1016}$/.exec(brand.logoUrl ?? "")?.[0] ?? "",
    "app.accent": /^#[0-9a-f]{6}$/.exec(brand.accent ?? "")?.[0] ?? "",
    "app.support_email": oneLine(brand.supportEmail ?? "", 254),
    recipient: oneLine(message.destination, 320),
    "request.time": formatTime(words.formats, context.requestedAt),
    "request.date": formatDate(words.formats, context.requestedAt),
    "request.device": describeDevice(context.userAgent ?? "", words.browserOnSystem) ?? "",
    "request.location": oneLine(context.location ?? "", 100),
  };
}
