/**
 * Text that Postgres takes in any column, JSON as well: without NUL, and with a mark in place of half a character, as a
 * cut leaves it. Cuts come first.
 */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
