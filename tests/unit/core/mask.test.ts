import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskEmail, maskIdentifier, maskPhone } from "@/lib/core/mask";

describe("masks", () => {
  it.each([
    ["ada@x.dev", "a•••@x.dev"],
    ["a@x.dev", "a•••@x.dev"],
    ["a.very.long.address+tag@example.com", "a•••@example.com"],
    ["@x.dev", "•••"],
    ["no address", "•••"],
    ["", "•••"],
  ])("show of %j the first letter and the domain: %s", (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
    expect(maskIdentifier({ type: "email", value: email })).toBe(masked);
  });

  it.each([
    ["+14155550123", "+1••••••0123"],
    ["+4930901820", "+4•••••1820"],
    ["+12345", "•••"],
    ["", "•••"],
  ])("show of %j its beginning and the last four digits: %s", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
    expect(maskIdentifier({ type: "phone", value: phone })).toBe(masked);
  });

  it("never say how long a local part is, nor any letter of it but the first", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[b-y]{2,30}$/), (rest) => {
        expect(maskEmail(`a${rest}@x.dev`)).toBe("a•••@x.dev");
      }),
    );
  });
});
