/**
 * A value from outside as one line of printable text: control characters and line breaks become a space (no header, no
 * line of its own), bidirectional controls vanish (no reordering of what surrounds it), and it ends at `maxLength`.
 */
export function oneLine(value: string, maxLength: number): string {
  const line = value
    .toWellFormed()
    .replace(/\p{Bidi_Control}+/gu, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  if (line.length <= maxLength) return line;
  return `${Array.from(line)
    .slice(0, maxLength - 1)
    .join("")}…`;
}
