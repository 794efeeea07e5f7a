import { describe, expect, it } from "vitest";
import { csvOf } from "@/lib/core/csv";

describe("csvOf", () => {
  it("writes rows as RFC 4180 has them", () => {
    const rows = [
      ["name", "count", "note"],
      ['a "quoted", one', 12, null],
      ["two\r\nlines", 0.5, ""],
    ];
    expect(csvOf(rows)).toBe('name,count,note\r\n"a ""quoted"", one",12,\r\n"two\r\nlines",0.5,\r\n');
    expect(csvOf([])).toBe("");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\u00a0@x"])(
    "keeps a spreadsheet from running %j",
    (cell) => {
      const [, written = ""] = /^"?([\s\S]*?)"?\r\n$/.exec(csvOf([[cell]])) ?? [];
      expect(written).toBe(`'${cell}`);
    },
  );

  it.each([
    ["x;=1+1", "x;'=1+1"],
    ["x; =1+1;+2", "x;' =1+1;'+2"],
    ["x|@SUM(A1)", "x|'@SUM(A1)"],
    ["x\t-1", "x\t'-1"],
    ["x\n＝1", "x\n'＝1"],
    ['x;"=1"', 'x;\'"=1"'],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["\n=cmd|' /C calc'!A0", "'\n'=cmd|' /C calc'!A0"],
    ["Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)"],
  ])("keeps a spreadsheet that begins another cell elsewhere from running %j", (cell, kept) => {
    const [, written = ""] = /^"?([\s\S]*?)"?\r\n$/.exec(csvOf([[cell]])) ?? [];
    expect(written.replaceAll('""', '"')).toBe(kept);
  });
});
