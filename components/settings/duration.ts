const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

const WORDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};

/** A length of time in the largest unit that says it exactly: 600 is "10 min", 90 is "90 s". */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return "0 s";
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? ["s", 1];
  return `${seconds / size} ${unit}`;
}

/** The seconds of "10 min", "24 h" or "1 h 30 min"; null for what is no length of time, or says no unit. */
export function parseDuration(text: string): number | null {
  const parts = text.trim().toLowerCase();
  if (parts === "0") return 0;
  if (!/^(?:\d{1,9}\s*[a-z]+\s*)+$/.test(parts)) return null;
  let seconds = 0;
  for (const [, count = "", word = ""] of parts.matchAll(/(\d+)\s*([a-z]+)/g)) {
    const size = WORDS[word];
    if (size === undefined) return null;
    seconds += Number(count) * size;
  }
  return seconds;
}
