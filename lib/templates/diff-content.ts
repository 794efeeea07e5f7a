import { diffLines } from "diff";
import type { ChangedLine, PartChange, TemplatePlace } from "./contract";
import { partsOf, type TemplateContent } from "./custom/content";

/** How two contents of a template differ: part by part, line by line; parts that are the same are left out. */
export function diffContent(
  { channel }: Pick<TemplatePlace, "channel">,
  before: TemplateContent,
  after: TemplateContent,
): PartChange[] {
  return partsOf(channel).flatMap((part): PartChange[] => {
    const [from, to] = [before[part] ?? "", after[part] ?? ""];
    if (from === to) return [];
    const lines = linesOf(from, to);
    return [{ part, lines: lines ?? [], tooLarge: lines === null }];
  });
}

// What it takes grows with the square of the changes. What differs everywhere is not worth reading line by line either.
const EDITS_MAX = 300;

function linesOf(from: string, to: string): ChangedLine[] | null {
  const changes = diffLines(from, to, { maxEditLength: EDITS_MAX });
  if (!changes) return null;
  return changes.flatMap(({ value, added, removed }) => {
    const kind = added ? "added" : removed ? "removed" : "same";
    const lines = value.replace(/\n$/, "").split("\n");
    return lines.map((text): ChangedLine => ({ kind, text }));
  });
}
