/**
 * How far numbers count as alike: a block of ten thousand, and a range of a million. Who pumps walks through such a range;
 * whoever serves people has few users in any one block.
 */
const LEVELS = [
  { without: 4, most: 50 },
  { without: 6, most: 200 },
] as const;

/** A beginning that numbers share, and how many codes may go there before it is asked how many were entered. */
export type Prefix = { prefix: string; most: number };

/** The beginnings that a number (E.164) counts under, in the order in which their rows are locked. */
export function prefixesOf(number: string): Prefix[] {
  return LEVELS.map(({ without, most }) => ({ prefix: number.slice(0, -without), most }))
    .filter(({ prefix }) => prefix.length > 3)
    .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1));
}
