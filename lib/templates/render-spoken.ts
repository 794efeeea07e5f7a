import { compileTemplate, fillTemplate, type Values } from "./variables";
import type { OtpWords } from "./words";

/** The digits one by one in words, a full stop after each: a voice makes a pause there. */
export function spellDigits(code: string, { digits, stop }: OtpWords["spoken"]): string {
  return Array.from(code, (digit) => `${digits[Number(digit)] ?? digit}${stop}`)
    .join("")
    .trim();
}

/** What is read out on the phone: the code twice, slowly. */
export function renderSpoken(words: OtpWords, values: Values): string {
  const { code, again, closing } = words.spoken;
  return fillTemplate(compileTemplate([code, again, closing].join("\n")), values);
}
