import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { createKeyring } from "@/lib/core/secrets";
import {
  canonicalEmail,
  canonicalIdentifier,
  canonicalPhone,
  type Identifier,
  identifierKeyOf,
} from "@/lib/users/identifier";

/** What it becomes, or the code of the refusal. */
function outcome(read: (typed: string) => string, typed: string): string {
  try {
    return read(typed);
  } catch (error) {
    if (isNinepinError(error)) return error.code;
    throw error;
  }
}

const email = (typed: string) => outcome(canonicalEmail, typed);
const phone = (typed: string) => outcome(canonicalPhone, typed);

describe("canonicalEmail", () => {
  it("has one spelling for one mailbox, however it was typed", () => {
    const locals = ["ada.lovelace+x", "Ada.Lovelace+X", "ADA.LOVELACE+X", "aDA.lOVELACE+x"];
    const domains = [
      "bücher.example",
      "BÜCHER.example",
      "Bu\u0308cher.Example",
      "xn--bcher-kva.example",
      "XN--BCHER-KVA.EXAMPLE",
    ];
    const blanks = [
      ["", ""],
      [" ", "\t"],
      ["\u00a0", "\r\n"],
    ] as const;
    const spellings = locals.flatMap((local) =>
      domains.flatMap((domain) => blanks.map(([before, after]) => `${before}${local}@${domain}${after}`)),
    );
    expect(new Set(spellings).size).toBe(60);
    expect(new Set(spellings.map(email))).toEqual(new Set(["ada.lovelace+x@xn--bcher-kva.example"]));
  });

  it.each([
    ["ada@example.com", "ada@example.com"],
    ["Ada@Example.COM", "ada@example.com"],
    ["a@b.co", "a@b.co"],
    ["a.d.a+tag@sub.example.co.uk", "a.d.a+tag@sub.example.co.uk"],
    ["o'brien@example.com", "o'brien@example.com"],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    ["ada@123.com", "ada@123.com"],
    ["ada@a-b.example", "ada@a-b.example"],
    ["ada@例え.jp", "ada@xn--r8jz45g.jp"],
    ["ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada@faß.example", "ada@xn--fa-hia.example"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
    [`ada@${"a".repeat(63)}.example`, `ada@${"a".repeat(63)}.example`],
  ])("takes %s", (typed, canonical) => {
    expect(email(typed)).toBe(canonical);
  });

  it("keeps dots and tags: to their owners those are other mailboxes", () => {
    expect(new Set(["ada@x.dev", "a.da@x.dev", "ada+1@x.dev", "ada+2@x.dev"].map(email)).size).toBe(4);
  });

  it.each([
    ["+1 900 234 5678", "premium rate, North America"],
    ["+44 909 876 5432", "premium rate, United Kingdom"],
    ["+33 899 12 34 56", "premium rate, France"],
    ["+41 900 123 456", "premium rate, Switzerland"],
    ["+49 180 512345", "shared cost, Germany"],
    ["+41 848 123 456", "shared cost, Switzerland"],
    ["+1 800 234 5678", "free to call"],
    ["+44 70 1234 5678", "a personal number, as dear as premium"],
    ["+1 533 234 5678", "a personal number, North America"],
    ["+44 7600 123456", "a pager"],
    ["+800 1234 5678", "international, free to call"],
    ["+808 1234 5678", "international, shared cost"],
    ["+979 123 456 789", "international, premium rate"],
    ["+881 612345678", "a satellite"],
    ["+870 773111632", "a ship"],
    ["+883 510000000000", "an international network"],
    ["+118", "a short number"],
    ["+49 110", "an emergency"],
    ["+12345", "a short number with a country code"],
  ])("refuses %s: %s", (typed) => {
    expect(phone(typed)).toBe("invalid_phone");
  });

  it.each([
    ["", "nothing"],
    [" ", "a blank"],
    ["ada", "no @"],
    ["@example.com", "no local part"],
    ["ada@", "no domain"],
    ["ada@localhost", "a single label"],
    ["ada@example", "a single label"],
    ["ada@@example.com", "two @"],
    ["ada@eve@example.com", "two @"],
    ["ada@example.com,eve@example.com", "a list"],
    ["ada@example.com;eve@example.com", "a list"],
    ["ada@example.com eve@example.com", "a list"],
    ["ada@example.com, eve@example.com", "a list"],
    ["eve@example.com\nada@example.com", "two lines"],
    ["ada@example.com\r\nBcc: eve@example.com", "a header"],
    ["ada\r\n@example.com", "a line break before the @"],
    ["ada@exam\nple.com", "a line break in the domain"],
    ["ada\u0000@example.com", "NUL before the @"],
    ["ada@example.com\u0000", "NUL at the end"],
    ["ada@exa\u0000mple.com", "NUL in the domain"],
    ["Ada <ada@example.com>", "a name"],
    ["<ada@example.com>", "angle brackets"],
    ["ada(comment)@example.com", "a comment"],
    ["ada@example.com(comment)", "a comment"],
    ['"ada"@example.com', "a quoted local part"],
    ['"ada@eve"@example.com', "a quoted local part"],
    ['"ada\\"@example.com', "a quoted local part"],
    ["ada\\@example.com", "a backslash"],
    [".ada@example.com", "a dot at the start"],
    ["ada.@example.com", "a dot before the @"],
    ["a..da@example.com", "two dots"],
    ["ada@.example.com", "an empty label"],
    ["ada@example..com", "an empty label"],
    ["ada@example.com.", "a dot at the end"],
    ["ada@-example.com", "a hyphen at the start of a label"],
    ["ada@example-.com", "a hyphen at the end of a label"],
    ["ada@exam_ple.com", "an underscore"],
    ["ada@[127.0.0.1]", "an address literal"],
    ["ada@127.0.0.1", "an IPv4 address"],
    ["ada@[IPv6:::1]", "an address literal"],
    ["ada@example.c0m1", "a top level with digits"],
    ["ada＠example.com", "a full-width @"],
    ["ada@example．com", "a full-width dot"],
    ["ada@example。com", "an ideographic dot"],
    ["ada@ｅｘａｍｐｌｅ.com", "full-width letters"],
    ["ada@\u212Aelvin.com", "the Kelvin sign in the domain"],
    ["\u212Aelvin@example.com", "the Kelvin sign before the @"],
    ["ad\u0430@example.com", "a Cyrillic a before the @"],
    ["adá@example.com", "a letter beyond ASCII before the @"],
    ["ada@exa\u200bmple.com", "a zero-width space"],
    ["ada\u200b@example.com", "a zero-width space before the @"],
    ["ada@exa\u202emple.com", "a direction override"],
    ["ada@exa\u00admple.com", "a soft hyphen"],
    ["ada@\ud800.com", "a lone surrogate"],
    ["ada@xn--.com", "broken punycode"],
    ["ada@exam ple.com", "a blank in the domain"],
    ["ad a@example.com", "a blank before the @"],
    ["ada@example.com?cc=eve@example.com", "a query"],
    ["ada%40example.com", "an escaped @"],
    ["mailto:ada@example.com", "a scheme"],
    ["ada@example.com/eve", "a path"],
    ["ada@example:25.com", "a port"],
    ["ada@ℌ.com", "a letter that folds to another one"],
    [`${"a".repeat(65)}@example.com`, "a local part of 65"],
    [`ada@${"a".repeat(64)}.example`, "a label of 64"],
    [`ada@${"a.".repeat(130)}com`, "255 characters and more"],
  ])("refuses %j: %s", (typed) => {
    expect(email(typed)).toBe("invalid_email");
  });

  it("answers with an ASCII address of one recipient that it takes again as it is, or refuses; whatever comes", () => {
    const characters = fc.string({ unit: "binary", maxLength: 40 });
    const shaped = fc.tuple(characters, characters).map(([local, domain]) => `${local}@${domain}.com`);
    fc.assert(
      fc.property(fc.oneof(characters, shaped, fc.emailAddress()), (typed) => {
        const canonical = email(typed);
        if (canonical === "invalid_email") return;
        expect(canonical).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        expect(canonical).not.toMatch(/[,;<>()"\\\s]/);
        expect(canonical.split("@")).toHaveLength(2);
        expect(email(canonical)).toBe(canonical);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("canonicalPhone", () => {
  it.each([
    ["+14155552671", "+14155552671"],
    ["+1 415 555 2671", "+14155552671"],
    ["+1 (415) 555-2671", "+14155552671"],
    ["+1.415.555.2671", "+14155552671"],
    [" +1-415-555-2671\n", "+14155552671"],
    ["+44 20 7946 0958", "+442079460958"],
    ["+44 (0) 20 7946 0958", "+442079460958"],
    ["+49 30 901820", "+4930901820"],
    ["+33 6 12 34 56 78", "+33612345678"],
    ["+91 98765 43210", "+919876543210"],
    ["+81 90-1234-5678", "+819012345678"],
    ["+39 06 6982", "+39066982"],
    ["+1 415 555 0100", "+14155550100"],
    ["+1 (212) 555-0199", "+12125550199"],
  ])("takes %s", (typed, canonical) => {
    expect(phone(typed)).toBe(canonical);
    expect(phone(canonical)).toBe(canonical);
  });

  it.each([
    ["", "nothing"],
    ["4155552671", "no country code"],
    ["0044 20 7946 0958", "an exit code instead of a plus"],
    ["+", "a plus"],
    ["+1", "a country"],
    ["+1415555267", "a digit short"],
    ["+141555526711", "a digit long"],
    ["+11155552671", "an area that cannot be"],
    ["+14151112671", "an exchange that cannot be"],
    ["+999 123 456 789", "no such country"],
    ["+1 415 CALL NOW", "letters"],
    ["+1 415 555 2671 ext 5", "an extension"],
    ["+1 415 555 2671;5", "an extension"],
    ["tel:+14155552671", "a scheme"],
    ["+1+415 555 2671", "two pluses"],
    ["++14155552671", "two pluses"],
    ["+14155552671,+14155552672", "a list"],
    ["＋14155552671", "a full-width plus"],
    ["+１４１５５５５２６７１", "full-width digits"],
    ["+١٤١٥٥٥٥٢٦٧١", "Arabic-Indic digits"],
    ["+14155552671\u0000", "NUL"],
    ["+1415555\u00002671", "NUL"],
    [`+1${" ".repeat(40)}4155552671`, "far too long"],
    [`+${"1".repeat(31)}`, "far too many digits"],
  ])("refuses %j: %s", (typed) => {
    expect(phone(typed)).toBe("invalid_phone");
  });

  it("answers in E.164 or refuses, whatever comes", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789 -().+"), maxLength: 24 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          digits.map((rest) => `+${rest}`),
        ),
        (typed) => {
          const canonical = phone(typed);
          if (canonical === "invalid_phone") return;
          expect(canonical).toMatch(/^\+[1-9]\d{6,14}$/);
          expect(phone(canonical)).toBe(canonical);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("identifierKeyOf", () => {
  const first = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
  const second = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
  const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
  const ada: Identifier = canonicalIdentifier({ type: "email", value: "Ada@example.com" });
  const keyOf = (roots: (typeof first)[], epoch = 0, environment = ENVIRONMENT, who = ada) =>
    identifierKeyOf(createKeyring(roots, epoch), environment, who).toString("hex");

  it("stays the same while the secret is rotated and after a restore, so that nothing counted is forgotten", () => {
    expect(keyOf([second, first])).toBe(keyOf([first]));
    expect(keyOf([first], 3)).toBe(keyOf([first]));
  });

  it("differs by environment, by type and by value", () => {
    const all = [
      keyOf([first]),
      keyOf([first], 0, "019a9f3e-7c1a-7cc2-9d8e-000000000001"),
      keyOf([first], 0, ENVIRONMENT, { type: "phone", value: ada.value }),
      keyOf([first], 0, ENVIRONMENT, { type: "email", value: "eve@example.com" }),
      keyOf([second]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
