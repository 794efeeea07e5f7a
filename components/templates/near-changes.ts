import type { Change } from "./template-view";

/** How many lines around a change are shown. */
const AROUND = 2;

export type NumberedLine = Change["lines"][number] & { at: number };

/** The lines that differ, with a few around them. */
export function nearChanges(lines: Change["lines"]): NumberedLine[] {
  const numbered = lines.map((line, at) => ({ ...line, at }));
  const near = new Set<number>();
  for (const { kind, at } of numbered) {
    if (kind === "same") continue;
    for (let line = at - AROUND; line <= at + AROUND; line += 1) near.add(line);
  }
  return numbered.filter(({ at }) => near.has(at));
}

/** A line as both have it, or what each has in its place. */
export type LinePair = { at: number; same: boolean; before: string | null; after: string | null };

/** The same, with what came in the place of what went beside it. */
export function pairedChanges(lines: Change["lines"]): LinePair[] {
  const pairs: LinePair[] = [];
  let waiting: LinePair[] = [];
  for (const { kind, text, at } of nearChanges(lines)) {
    if (kind === "same") {
      waiting = [];
      pairs.push({ at, same: true, before: text, after: text });
      continue;
    }
    const half = kind === "added" ? waiting.shift() : undefined;
    if (half) {
      half.after = text;
      continue;
    }
    const pair: LinePair = {
      at,
      same: false,
      before: kind === "removed" ? text : null,
      after: kind === "added" ? text : null,
    };
    pairs.push(pair);
    if (kind === "removed") waiting.push(pair);
  }
  return pairs;
}
