import { compileTemplate, fillTemplate, type Values } from "./variables";
import type { OtpWords } from "./words";

const MAX_LENGTH = 140;
/** What one segment holds once a single character is outside GSM-7 and the whole text becomes UCS-2. */
const UCS2_SEGMENT = 70;

// GSM 03.38: the basic set, and the characters of its extension table, which take two places each.
const GSM7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const GSM7_EXTENSION = /[\^{}\\[~\]|€]/g;

/**
 * A text message of one segment: what the code is for, then the line that binds it to the project's domain, so that a
 * browser fills it in there and nowhere else (WICG, "Origin-bound one-time codes delivered via SMS"). What does not fit
 * is left out in the order warning, end of the name, domain.
 */
export function renderSms(words: OtpWords, values: Values): string {
  const binding = bindingLine(values);
  // A name must never look like a binding line of its own.
  const appName = values["app.name"].replace(/[@#]+/g, " ").trim();
  const full = fillTemplate(compileTemplate(words.sms.full), { ...values, "app.name": appName }) + binding;
  if (fits(full)) return full;
  const short = compileTemplate(words.sms.short);
  for (const end of [binding, ""]) {
    for (const name of shorterAndShorter(appName)) {
      const text = fillTemplate(short, { ...values, "app.name": name }) + end;
      if (fits(text)) return text;
    }
  }
  return values.code;
}

/** The last line, or nothing where the domain is not a plain public host name. One space, nothing before the `@`. */
export function bindingLine(values: Values): string {
  const domain = values["app.domain"].toLowerCase();
  return HOST_NAME.test(domain) ? `\n\n@${domain} #${values.code}` : "";
}

const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

function fits(text: string): boolean {
  if (!GSM7.test(text)) return text.length <= UCS2_SEGMENT;
  return text.length + (text.match(GSM7_EXTENSION)?.length ?? 0) <= MAX_LENGTH;
}

function* shorterAndShorter(name: string): Generator<string> {
  yield name;
  const characters = Array.from(name);
  for (let length = characters.length - 1; length >= 8; length -= 1)
    yield `${characters.slice(0, length).join("").trim()}...`;
}
