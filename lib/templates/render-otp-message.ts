import { addSeconds } from "@/lib/core/clock";
import { oneLine } from "@/lib/core/one-line";
import type { Channel } from "@/lib/delivery/channel";
import type { CompiledTemplate } from "./custom/compiled-template";
import { type CustomValues, type DataVariable, isData } from "./custom/custom-variables";
import { fillCustom } from "./custom/fill-template";
import { describeDevice } from "./describe-device";
import { formatDate, formatMinutes, formatTime } from "./format-request";
import { groupDigits } from "./group-digits";
import { locales, type OtpLocale, pickLocale } from "./locales";
import { otpEmailTemplate, TEST_PREFIX } from "./otp-email-template";
import { renderChat } from "./render-chat";
import { bindingLine, renderSms } from "./render-sms";
import { renderSpoken, spellDigits } from "./render-spoken";
import { compileTemplate, escapeHtml, fillTemplate, type Values } from "./variables";
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
  /** The domain that a text message binds the code to: one whose owner is proven (`boundDomain`). */
  boundTo?: string | null;
  environmentKind: "test" | "live";
  code: string;
  expiresMinutes: number;
  destination: string;
  context: { requestedAt: Date; userAgent?: string | null; location?: string | null };
  codeInSubject: boolean;
  /** Of a user who is known. */
  recipientName?: string | null;
  /** What was sent along with the request. */
  metadata?: Readonly<Record<string, unknown>> | null;
  /** The customer's own, instead of the built-in design. */
  template?: CompiledTemplate | null;
};

/** Only an email has a subject and HTML. */
export type RenderedMessage = { subject: string | null; html: string | null; text: string };

/** With the language it is in, and the version of the customer's template that it was made from; 0 for the built-in one. */
export type RenderedOtp = RenderedMessage & {
  /** The line beside the subject in an inbox, of a customer's template: it is in its HTML, too. */
  preheader: string | null;
  locale: OtpLocale;
  templateVersion: number;
};

/**
 * The message that carries a code, in the project's brand. Everything it is filled with is hostile input: cut to one
 * bounded line, and escaped for the place it goes to (ASVS 1.2.1, 1.3.7).
 */
export async function renderOtpMessage(message: OtpMessage): Promise<RenderedOtp> {
  const locale = pickLocale(message.locale, message.brand.locale);
  const words: OtpWords = locales[locale];
  const values = valuesOf(message, words);
  const { template } = message;
  if (!template) {
    return { ...(await renderBuiltIn(message, locale, values)), preheader: null, locale, templateVersion: 0 };
  }
  return { ...renderCustom(message, template, { locale, words, values }), locale, templateVersion: template.version };
}

type InLanguage = { locale: OtpLocale; words: OtpWords; values: Values };

function renderCustom(
  message: OtpMessage,
  template: CompiledTemplate,
  { locale, words, values }: InLanguage,
): RenderedMessage & { preheader: string | null } {
  return fillCustom(template, customValues(message, { locale, words, values }), {
    channel: message.channel,
    codeInSubject: message.codeInSubject,
    subjectWithoutCode: fillTemplate(compileTemplate(words.subjectWithoutCode), values),
    subjectPrefix: message.environmentKind === "test" ? TEST_PREFIX : "",
    bindingLine: message.channel === "sms" ? bindingLine(message.boundTo ?? null, message.code) : "",
  });
}

/** Domain and support address may lead a link: they are what they say, or nothing. */
function customValues(message: OtpMessage, { locale, words, values }: InLanguage): CustomValues {
  const { requestedAt } = message.context;
  const { metadata, recipientName } = message;
  const { recipient } = values;
  const isEmail = recipient.includes("@");
  const spoken = message.channel === "voice";
  return {
    code: spoken ? values.code_spoken : values.code,
    code_spaced: spoken ? values.code_spoken : groupDigits(values.code).join(" "),
    expires_in_minutes: String(message.expiresMinutes),
    expires_in: values.expires_in,
    expires_at: formatTime(words.formats, addSeconds(requestedAt, message.expiresMinutes * 60)),
    purpose: message.purpose,
    "app.name": values["app.name"],
    "app.domain": /^[a-z0-9.-]+$/i.exec(values["app.domain"])?.[0] ?? "",
    "app.logo_url": values["app.logo_url"],
    "app.accent": values["app.accent"],
    "app.support_email": /^[^\s@:;,<>"']+@[a-z0-9.-]+$/i.exec(values["app.support_email"])?.[0] ?? "",
    "app.postal_address": values["app.postal_address"],
    "recipient.email": isEmail ? recipient : "",
    "recipient.phone": isEmail ? "" : recipient,
    "recipient.name": oneLine(recipientName ?? "", 100),
    "request.time": values["request.time"],
    "request.date": values["request.date"],
    "request.time_zone": "UTC",
    "request.device": values["request.device"],
    "request.location": values["request.location"],
    locale,
    dir: words.dir,
    year: String(requestedAt.getUTCFullYear()),
    ...dataValues(metadata ?? {}),
  };
}

const DATA_LENGTH = 200;

/** Text, numbers and truth values, under names that a template can write; anything else is empty there. */
function dataValues(metadata: Readonly<Record<string, unknown>>): Record<DataVariable, string> {
  const values: Record<DataVariable, string> = {};
  for (const [key, value] of Object.entries(metadata)) {
    const name = `data.${key}`;
    if (!isData(name) || !["string", "number", "boolean"].includes(typeof value)) continue;
    values[name] = oneLine(String(value), DATA_LENGTH);
  }
  return values;
}

async function renderBuiltIn(message: OtpMessage, locale: OtpLocale, values: Values): Promise<RenderedMessage> {
  const words: OtpWords = locales[locale];
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
  return { subject: null, html: null, text: renderText(message.channel, words, values, message.boundTo ?? null) };
}

function renderText(
  channel: Exclude<Channel, "email">,
  words: OtpWords,
  values: Values,
  boundTo: string | null,
): string {
  if (channel === "sms") return renderSms(words, values, boundTo);
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
