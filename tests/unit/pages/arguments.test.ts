import { describe, expect, it } from "vitest";
import { z } from "zod";
import { argumentOf, formOf, idOf } from "@/app/dashboard/arguments";

const ID = "019b76da-a800-7000-8000-000000000001";

/** What leads back to itself, as an action's arguments may. */
function roundAbout(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

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

  const text = z.string().max(400);
  it.each([
    [text, "acme\0.dev"],
    [text, "acme\ud800.dev"],
    [z.object({ content: z.object({ body: text }) }), { content: { body: "Hello\udfff" } }],
    [z.array(text), ["a", "\0"]],
    [z.record(z.string(), text), { "a\0": "b" }],
    [z.unknown(), roundAbout()],
  ])("has nothing that cannot be kept: %#", (schema, value) => {
    expect(() => argumentOf<z.ZodType>(schema, value)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("has every other text as it is", () => {
    const content = { body: "Hello 👋\nline two\t\u200f", list: ["é", ""] };
    expect(argumentOf(z.object({ body: z.string(), list: z.array(z.string()) }), content)).toEqual(content);
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
