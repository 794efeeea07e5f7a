import { renderOtpEmail } from "@/emails/render-otp-email";
import type { Channel } from "@/lib/delivery/channel";
import type { TemplateContent } from "./custom/content";
import type { OtpLocale } from "./locales";
import { locales } from "./locales";
import type { MessageBrand } from "./render-otp-message";
import type { OtpPurpose, OtpWords } from "./words";

/**
 * The built-in design as a template of the customer's own would be written: what an editor begins with. What the brand
 * does not have is left out of it.
 */
export async function builtInContent(
  channel: Channel,
  purpose: OtpPurpose,
  locale: OtpLocale,
  brand: MessageBrand,
): Promise<TemplateContent> {
  const words: OtpWords = locales[locale];
  if (channel !== "email") {
    return { subject: null, preheader: null, html: null, text: rewritten(textOf(channel, words)) };
  }
  const { heading, opening, ignore, ignoreText } = words.purposes[purpose];
  const instruct = (enter: string) => (opening === null ? enter : `${opening} ${enter}`);
  const lines = [words.requested, "{{#if request.device}}{{request.device}}{{/if}}", whereFrom(words)];
  const html = await renderOtpEmail({
    lang: locale,
    dir: words.dir,
    title: words.subjectWithoutCode,
    preheader: "",
    testNotice: null,
    appName: "{{app.name}}",
    logoUrl: brand.logoUrl ? "{{app.logo_url}}" : null,
    accent: brand.accent ? "{{app.accent}}" : null,
    supportEmail: brand.supportEmail ? "{{app.support_email}}" : null,
    heading,
    instruction: instruct(brand.domain ? words.enterAt : words.enterHere),
    codeGroups: ["{{code}}"],
    requestLines: lines,
    warning: words.warning,
    ignore,
    footer: brand.postalAddress ? "{{app.name}}, {{app.postal_address}}" : "{{app.name}}",
  });
  const text = [
    words.text.code,
    instruct(brand.domain ? words.text.enterAt : words.text.enterHere),
    lines.join("\n"),
    `${words.text.warning}\n${ignoreText}`,
  ];
  return {
    subject: rewritten(words.subject),
    preheader: rewritten(words.preheader),
    html: inLines(rewritten(html)),
    text: `${rewritten(text.join("\n\n"))}\n`,
  };
}

function textOf(channel: Exclude<Channel, "email">, words: OtpWords): string {
  const { sms, spoken, chat } = words;
  if (channel === "sms") return sms.full;
  if (channel === "voice") return [spoken.code, spoken.again, spoken.closing].join("\n");
  return [channel === "discord" ? chat.codeFor : chat.code, chat.expiry].join("\n");
}

function whereFrom(words: OtpWords): string {
  return `{{#if request.location}}${words.location}{{/if}}`;
}

/** In the spelling of customers' templates. */
function rewritten(text: string): string {
  return text
    .replaceAll("{{recipient}}", "{{recipient.email}}{{recipient.phone}}")
    .replaceAll("{{code_spoken}}", "{{code}}");
}

/** With every block on a line of its own, to be read and told of by its line. */
function inLines(html: string): string {
  return html
    .replace(
      /(?=<(?:html|head|meta|title|style|body|table|tbody|tr|td|div|h1|p)\b)|(?=<\/(?:html|head|body|table|tbody|tr)>)/g,
      "\n",
    )
    .trim()
    .concat("\n");
}
