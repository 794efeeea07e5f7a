import { describe, expect, it } from "vitest";
import { z } from "zod";
import { argumentOf, formOf, idOf } from "@/app/dashboard/arguments";

const ID = "019b76da-a800-7000-8000-000000000001";

describe("what actions are called with", () => {
  it.each([null, undefined, "zz", "", 1, true, {}, [ID], `${ID}\0`])("has no id in %j", (value) => {
    expect(() => idOf(value)).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  it("has an id in an id", () => {
    expect(idOf(ID)).toBe(ID);
  });

  it.each([null, undefined, "x", 1.5, Number.NaN, 99_999_999_999])("has no version in %j", (value) => {
    expect(() => argumentOf(z.int().max(999_999_999), value)).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });

  it("has what fits", () => {
    expect(argumentOf(z.boolean(), false)).toBe(false);
    expect(argumentOf(z.int(), 3)).toBe(3);
  });

  it.each([null, undefined, "x", {}])("has an empty form in %j", (value) => {
    expect([...formOf(value)]).toEqual([]);
  });

  it("has a form in a form", () => {
    const form = new FormData();
    form.set("name", "Ada");
    expect(formOf(form)).toBe(form);
  });
});
