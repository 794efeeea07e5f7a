import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { canonicalUsername } from "@/lib/users/identifier";

/** What it becomes, or the code of the refusal. */
function username(typed: string): string {
  try {
    return canonicalUsername(typed);
  } catch (error) {
    if (isNinepinError(error)) return error.code;
    throw error;
  }
}

describe("canonicalUsername", () => {
  it.each([
    ["ada", "ada"],
    [" Ada ", "ada"],
    ["ADA.Lovelace_1815", "ada.lovelace_1815"],
    ["1st", "1st"],
    ["a".repeat(64), "a".repeat(64)],
  ])("takes %j", (typed, canonical) => {
    expect(username(typed)).toBe(canonical);
  });

  it.each([
    ["", "nothing"],
    ["14155552671", "what could be a number"],
    ["+14155552671", "a number"],
    ["ada@example.com", "an address"],
    [".ada", "a dot at the start"],
    ["ada-", "a hyphen at the end"],
    ["a..da", "two dots"],
    ["a da", "a blank"],
    ["ada\nbcc: eve", "a line break"],
    ["ada\u200b", "a blank of no width"],
    ["аda", "a Cyrillic letter"],
    ["\u212a", "the Kelvin sign"],
    ["a".repeat(65), "too much"],
  ])("refuses %j: %s", (typed) => {
    expect(username(typed)).toBe("invalid_request");
  });
});
