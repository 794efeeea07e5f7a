import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { parseStrictJson } from "@/lib/http/strict-json";

/** The path and the message of the refusal, or "accepted". */
function refusal(text: string): string {
  try {
    parseStrictJson(text);
    return "accepted";
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    expect(error.code).toBe("invalid_request");
    const [field] = error.options.fields ?? [];
    return `${field?.path}: ${field?.message}`;
  }
}

describe("parseStrictJson", () => {
  it("reads what JSON.parse reads, for every object", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        fc.pre(!("__proto__" in { ...value } && Object.hasOwn(value, "__proto__")));
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|__proto__/.test(text));
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', "a: Is there twice"],
    ['{"a":1,"\\u0061":2}', "a: Is there twice"],
    ['{"a":{"b":[1,{"c":1,"c":1}]}}', "a.b.1.c: Is there twice"],
    ['{"a":"x\\"}{","a":2}', "a: Is there twice"],
    ['[{"a":1},{"b":1,"b":1}]', "1.b: Is there twice"],
  ])("refuses a member named twice: %s", (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  it("takes the same name at different places, and names that look like structure", () => {
    expect(refusal('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}')).toBe("accepted");
    expect(refusal('{"{":"}","[":"]",",":":",":":"\\\\","\\"":"\\""}')).toBe("accepted");
  });

  it.each([
    ['{"a":{"__proto__":{"x":1}}}', "a: Must not contain a member named __proto__"],
    ['{"a":["b\\u0000c"]}', "a.0: Must not contain NUL"],
    ['{"a\\u0000":1}', ": Must not contain NUL"],
    ['{"a":{"b":"\\ud800"}}', "a.b: Must not contain a lone surrogate"],
    ['{"a":{"\\udc00":1}}', "a: Must not contain a lone surrogate"],
    ['{"a":[1e308,1e999]}', "a.1: Must be a finite number"],
    ['{"a":{"b":-1e999}}', "a.b: Must be a finite number"],
  ])("refuses text that others read differently: %s", (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  it.each(["", "{", "nul", "{'a':1}", '{"a":1,}', "\uFEFF{}", "{} {}", '{"a":01}', '{"a":NaN}', '{"a":"\n"}'])(
    "refuses what is not JSON: %j",
    (text) => {
      expect(refusal(text)).toBe(": The body is not valid JSON");
    },
  );

  it.each(["null", "1", '"text"', "true"])("refuses a bare value: %s", (text) => {
    expect(refusal(text)).toBe(": The body must be a JSON object");
  });

  it("takes sixteen levels and refuses the seventeenth, without ever running out of stack", () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    expect(refusal(nested(16))).toBe("accepted");
    expect(refusal(nested(17))).toBe(": At most 16 levels");
    expect(refusal(`${"[".repeat(32_000)}${"]".repeat(32_000)}`)).toBe(": At most 16 levels");
  });

  it("says a long name back in a bounded way", () => {
    expect(refusal(`{"${"a".repeat(5000)}":1,"${"a".repeat(5000)}":1}`).length).toBeLessThan(130);
  });
});
