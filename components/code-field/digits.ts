/** Code points at which a script's zero stands; the nine digits after it follow. */
const ZEROES = [0x0660, 0x06f0, 0xff10] as const;

function foldDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const zero = ZEROES.find((start) => point >= start && point <= start + 9);
  return zero === undefined ? character : String(point - zero);
}

/** Full-width and Arabic-Indic digits become ASCII ones; everything that is no digit goes. */
export function digitsOf(text: string): string {
  return Array.from(text, foldDigit).join("").replace(/\D/g, "");
}

/**
 * The code in what was pasted: "482 913 507", "482-913-507", "Your code is 482913507." and whole messages. A run of
 * exactly `length` digits wins over other numbers around it; without one, the digits there are.
 */
export function codeIn(pasted: string, length: number): string {
  const folded = Array.from(pasted, foldDigit).join("");
  const run = new RegExp(String.raw`(?<!\d)\d(?:[\s.\-‐-―]?\d){${length - 1}}(?!\d)`, "u").exec(folded)?.[0];
  return digitsOf(run ?? folded).slice(0, length);
}

/** How many digits stand together: three, where the length allows it. */
export function groupsOf(length: number): readonly number[] {
  if (length % 3 === 0) return Array.from({ length: length / 3 }, () => 3);
  if (length % 4 === 0) return Array.from({ length: length / 4 }, () => 4);
  return length === 7 ? [3, 4] : [3, 4, 3];
}

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;

/** "nine" for 9: codes have six to ten digits. */
export function numberWord(value: number): string {
  return WORDS[value] ?? String(value);
}
