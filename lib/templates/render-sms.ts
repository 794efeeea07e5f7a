import { measureSms } from "@/lib/core/sms-segments";
import { compileTemplate, fillTemplate, type Values } from "./variables";
import type { OtpWords } from "./words";

/** How long a text message is that browsers fill in from (Chrome's WebOTP): less than a segment of GSM-7. */
export const FILLED_LENGTH = 140;

/**
 * A text message of one segment: what the code is for, then the line that binds it to the project's proven domain, so that
 * a browser fills it in there and nowhere else (WICG, "Origin-bound one-time codes delivered via SMS"). What does not fit
 * is left out in the order warning, end of the name, domain.
 */
export function renderSms(words: OtpWords, values: Values, boundTo: string | null): string {
  const binding = bindingLine(boundTo, values.code);
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
export function bindingLine(boundTo: string | null, code: string): string {
  const domain = boundTo?.toLowerCase() ?? "";
  return domain.length <= HOST_MAX && HOST_NAME.test(domain) ? `\n\n@${domain} #${code}` : "";
}

const HOST_MAX = 253;
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

function fits(text: string): boolean {
  const { encoding, characters, segments } = measureSms(text);
  return segments === 1 && (encoding === "UCS-2" || characters <= FILLED_LENGTH);
}

function* shorterAndShorter(name: string): Generator<string> {
  yield name;
  const characters = Array.from(name);
  for (let length = characters.length - 1; length >= 8; length -= 1)
    yield `${characters.slice(0, length).join("").trim()}...`;
}
