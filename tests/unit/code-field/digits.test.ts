import { describe, expect, it } from "vitest";
import { codeIn, digitsOf, groupsOf } from "@/components/code-field/digits";

describe("what is pasted into the code field", () => {
  it.each([
    ["482913507"],
    ["482 913 507"],
    ["482-913-507"],
    ["482.913.507"],
    ["482\u00a0913\u00a0507"],
    ["Your code is 482913507."],
    ["482913507 is your Northwind code. Don't share it.\n\n@northwind.dev #482913507"],
    ["On 20 November 2026 at 14:22: 482 913 507"],
    ["４８２９１３５０７"],
    ["٤٨٢٩١٣٥٠٧"],
  ])("%j gives the code", (pasted) => expect(codeIn(pasted, 9)).toBe("482913507"));

  it("gives what digits there are when no run is as long as the code", () => {
    expect(codeIn("4829", 9)).toBe("4829");
    expect(codeIn("no digits", 9)).toBe("");
    expect(codeIn("12345678901234567890", 9)).toBe("123456789");
  });

  it("leaves nothing but digits of what is typed", () => expect(digitsOf("48a 2-۹")).toBe("4829"));
});

describe("the groups of a code", () => {
  it.each([
    [6, [3, 3]],
    [7, [3, 4]],
    [8, [4, 4]],
    [9, [3, 3, 3]],
    [10, [3, 4, 3]],
  ])("%i digits stand as %j", (length, groups) => expect(groupsOf(length)).toEqual(groups));
});
