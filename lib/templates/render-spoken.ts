import { compileTemplate, fillTemplate, type Values } from "./variables";
import type { OtpWords } from "./words";

/** The digits one by one, each followed by a full stop: a voice makes a pause there. */
export function spellDigits(code: string): string {
  return `${Array.from(code).join(". ")}.`;
}

/** What is read out on the phone: the code twice, slowly. */
export function renderSpoken(words: OtpWords, values: Values): string {
  const { code, again, closing } = words.spoken;
  return fillTemplate(compileTemplate([code, again, closing].join("\n")), values);
}
