import { describe, expect, it } from "vitest";
import { nearChanges, pairedChanges } from "@/components/templates/near-changes";
import type { Change } from "@/components/templates/template-view";

const SIGNS = { " ": "same", "-": "removed", "+": "added" } as const;

/** Lines as a diff writes them. */
function lines(...written: readonly `${" " | "-" | "+"}${string}`[]): Change["lines"] {
  return written.map((line) => ({
    kind: SIGNS[line.startsWith("+") ? "+" : line.startsWith("-") ? "-" : " "],
    text: line.slice(1),
  }));
}

const both = (changes: Change["lines"]) => pairedChanges(changes).map(({ before, after }) => [before, after]);

describe("what differs", () => {
  it("is shown with two lines around it, and nothing of the rest", () => {
    const shown = nearChanges(lines(" 1", " 2", " 3", "-4", "+five", " 6", " 7", " 8"));
    expect(shown.map(({ text }) => text)).toEqual(["2", "3", "4", "five", "6", "7"]);
    expect(nearChanges(lines(" 1", " 2"))).toEqual([]);
  });

  it("stands beside what it replaces, and beside nothing where it replaces nothing", () => {
    expect(both(lines(" a", "-b", "-c", "+B", " d", "+e"))).toEqual([
      ["a", "a"],
      ["b", "B"],
      ["c", null],
      ["d", "d"],
      [null, "e"],
    ]);
    expect(both(lines("-x", " y", "+x"))).toEqual([
      ["x", null],
      ["y", "y"],
      [null, "x"],
    ]);
  });
});
