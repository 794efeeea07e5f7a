import { oneLine } from "@/lib/core/one-line";
import { storable } from "@/lib/core/storable";

const LONGEST = 300;
const HIDDEN = "•••";
const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g;
const NUMBER = /\+?\d[\d\s().-]*\d/g;

/**
 * A provider's own words as a customer may read them: one line, cut, without addresses and without what could be a phone
 * number or a code. Null for nothing.
 */
export function scrubWords(words: string | null | undefined): string | null {
  if (!words) return null;
  const hidden = words
    .slice(0, 4 * LONGEST)
    .replace(ADDRESS, HIDDEN)
    .replace(NUMBER, (number) => (isTelling(number) ? HIDDEN : number));
  const line = oneLine(storable(hidden), LONGEST);
  return line === "" ? null : line;
}

/** Long enough to be a code or a number; "550 5.1.1" is neither. */
function isTelling(number: string): boolean {
  return /\d{6}/.test(number) || number.replace(/\D/g, "").length > 6;
}
