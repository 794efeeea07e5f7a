import { renderOtpEmail } from "@/emails/render-otp-email";
import { createBoundedMap } from "./bounded-map";
import { groupSizes } from "./group-digits";
import { locales, type OtpLocale } from "./locales";
import { type CompiledTemplate, compileTemplate } from "./variables";
import type { OtpPurpose, OtpWords } from "./words";

/** Everything that changes the shape of the email rather than what it is filled with. */
export type OtpEmailShape = {
  purpose: OtpPurpose;
  locale: OtpLocale;
  test: boolean;
  digits: number;
  codeInSubject: boolean;
  hasDomain: boolean;
  hasAddress: boolean;
  hasLogo: boolean;
  hasAccent: boolean;
  hasSupport: boolean;
  hasDevice: boolean;
  hasLocation: boolean;
};

/** The email with its variables still open. */
export type OtpEmailTemplate = { subject: CompiledTemplate; html: CompiledTemplate; text: CompiledTemplate };

/** What a test environment puts in front of every subject. The same in every language: developers sort their mail by it. */
export const TEST_PREFIX = "[Test] ";

// Every shape in daily use of all languages fits; what falls out is rendered again.
const templates = createBoundedMap<Promise<OtpEmailTemplate>>(512);

/** The template of that shape, rendered once: React Email costs some 2 ms, filling a rendered template some 10 µs. */
export function otpEmailTemplate(shape: OtpEmailShape): Promise<OtpEmailTemplate> {
  const key = Object.values(shape).join("|");
  const known = templates.get(key);
  if (known) return known;
  const made = renderTemplate(shape);
  templates.set(key, made);
  made.catch(() => templates.delete(key));
  return made;
}

async function renderTemplate(shape: OtpEmailShape): Promise<OtpEmailTemplate> {
  const words: OtpWords = locales[shape.locale];
  const purpose = words.purposes[shape.purpose];
  const requestLines = [words.requested, ...whatAndWhere(words, shape)];
  const subject = shape.codeInSubject ? words.subject : words.subjectWithoutCode;
  const enter = shape.hasDomain ? words.enterAt : words.enterHere;

  const html = await renderOtpEmail({
    lang: shape.locale,
    dir: words.dir,
    title: subject,
    preheader: shape.codeInSubject ? words.preheader : words.preheaderWithoutCode,
    testNotice: shape.test ? words.testNotice : null,
    appName: "{{app.name}}",
    logoUrl: shape.hasLogo ? "{{app.logo_url}}" : null,
    accent: shape.hasAccent ? "{{app.accent}}" : null,
    supportEmail: shape.hasSupport ? "{{app.support_email}}" : null,
    heading: purpose.heading,
    instruction: joined(purpose.opening, enter),
    codeGroups: groupSizes(shape.digits).map((_, index) => `{{code.${index + 1}}}`),
    requestLines,
    warning: words.warning,
    ignore: purpose.ignore,
    footer: shape.hasAddress ? "{{app.name}}, {{app.postal_address}}" : "{{app.name}}",
  });
  const text = [
    words.text.code,
    joined(purpose.opening, shape.hasDomain ? words.text.enterAt : words.text.enterHere),
    requestLines.join("\n"),
    `${words.text.warning}\n${purpose.ignoreText}`,
    ...(shape.test ? [words.testNotice] : []),
  ];
  return {
    subject: compileTemplate(shape.test ? TEST_PREFIX + subject : subject),
    html: compileTemplate(html),
    text: compileTemplate(`${text.join("\n\n")}\n`),
  };
}

function whatAndWhere(words: OtpWords, shape: OtpEmailShape): string[] {
  if (shape.hasDevice && shape.hasLocation) return [words.deviceAndLocation];
  if (shape.hasDevice) return ["{{request.device}}"];
  return shape.hasLocation ? [words.location] : [];
}

function joined(opening: string | null, rest: string): string {
  if (opening === null) return rest;
  // Chinese and Japanese put nothing after the full stop.
  return opening.endsWith("。") ? opening + rest : `${opening} ${rest}`;
}
