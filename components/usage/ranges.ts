/** The stretches of time that pages offer: after `T`, the letter chooses one. */
export const RANGES = [
  { name: "24h", label: "24 hours", letter: "d", interval: "hour", days: 1 },
  { name: "7d", label: "7 days", letter: "w", interval: "hour", days: 7 },
  { name: "30d", label: "30 days", letter: "m", interval: "day", days: 30 },
  { name: "90d", label: "90 days", letter: "q", interval: "day", days: 90 },
] as const;

export type RangeName = (typeof RANGES)[number]["name"];

/** The range that an address names; the first of the list where it names none. */
export function rangeNamed(name: string | string[] | undefined): (typeof RANGES)[number] {
  return RANGES.find((range) => range.name === name) ?? RANGES[0];
}
