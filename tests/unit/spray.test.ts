import { describe, expect, it } from "vitest";
import { brakeOf, isHeld } from "@/lib/spray/policy";

describe("the spray brake", () => {
  it.each([
    ["nothing", { judged: 0, wrong: 0, expected: 0 }, "off"],
    ["people who mistype", { judged: 1_000, wrong: 250, expected: 2.5e-7 }, "off"],
    ["200 wrong ones, however many of how many", { judged: 200, wrong: 200, expected: 2e-7 }, "off"],
    ["more than 200, more than three in ten", { judged: 600, wrong: 201, expected: 2e-7 }, "on"],
    [
      "a thousand wrong six-digit codes among many right ones",
      { judged: 9_000, wrong: 1_001, expected: 1.001e-3 },
      "on",
    ],
    ["ten thousand of them", { judged: 90_000, wrong: 10_001, expected: 1.0001e-2 }, "severe"],
  ] as const)("is judged by %s", (_, sum, brake) => {
    expect(brakeOf(sum)).toBe(brake);
  });

  it("holds networks by their own mistakes, harder when it is severe", () => {
    const held = ([0, 1, 2, 3] as const).map((wrong) => [
      isHeld("off", wrong),
      isHeld("on", wrong),
      isHeld("severe", wrong),
    ]);
    expect(held).toEqual([
      [false, false, false],
      [false, false, true],
      [false, false, true],
      [false, true, true],
    ]);
  });
});
