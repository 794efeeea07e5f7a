import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { type CodeSource, codeOf, deriveCode, normaliseCode, sameCode } from "@/lib/otp/code";

const root = { id: 1, bytes: Buffer.from("a root secret that is only ever used by this test file") };
const keyring = createKeyring([root], 0);
const source: CodeSource = {
  environmentId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
  messageId: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
  nonce: Buffer.alloc(16, 7),
  keyId: 1,
  digits: 6,
};

function codes(count: number, digits: number): string[] {
  return Array.from({ length: count }, () => {
    const code = deriveCode(keyring, { ...source, nonce: systemRandom.bytes(16), digits });
    if (code === undefined) throw new Error("no code");
    return code;
  });
}

/** Pearson's statistic of how often each of `cells` came, against all alike. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("deriveCode", () => {
  it("gives every digit in every place, and every pair of neighbours, equally often", () => {
    const all = codes(100_000, 9);
    // Limits at p = 10⁻⁶ for 9 and 99 degrees of freedom: a fair generator fails one run in fifty thousand.
    for (let place = 0; place < 9; place += 1) {
      expect(
        chiSquare(
          all.map((code) => Number(code[place])),
          10,
        ),
      ).toBeLessThan(45.1);
    }
    for (let place = 0; place < 8; place += 1) {
      expect(
        chiSquare(
          all.map((code) => Number(code.slice(place, place + 2))),
          100,
        ),
      ).toBeLessThan(178);
    }
  });

  it("keeps leading zeros: every code is a string of exactly as many digits as asked for", () => {
    for (const digits of [6, 7, 8, 9, 10]) {
      const all = codes(5_000, digits);
      expect(all.every((code) => new RegExp(`^\\d{${digits}}$`).test(code))).toBe(true);
      expect(all.some((code) => code.startsWith("0"))).toBe(true);
    }
  });

  it("gives the same code again for the same message, and after a restart of the process", () => {
    expect(deriveCode(createKeyring([root], 0), source)).toBe(deriveCode(keyring, source));
  });

  it("gives another code for any other environment, message, nonce, key or restore epoch", () => {
    const other = { id: 2, bytes: Buffer.from("another root secret, just as long as the first one is") };
    const long = { ...source, digits: 10 };
    const both = createKeyring([root, other], 0);
    const seen = [
      deriveCode(keyring, long),
      deriveCode(keyring, { ...long, environmentId: long.messageId }),
      deriveCode(keyring, { ...long, messageId: long.environmentId }),
      deriveCode(keyring, { ...long, nonce: Buffer.alloc(16, 8) }),
      deriveCode(both, { ...long, keyId: 2 }),
      deriveCode(createKeyring([root], 1), long),
    ];
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("gives none when its key is not listed any more", () => {
    expect(deriveCode(keyring, { ...source, keyId: 9 })).toBeUndefined();
  });

  it("leaves nobody with the database alone anything to go on: nonce and ids give another code under another key", () => {
    const attacker = createKeyring([{ id: 1, bytes: Buffer.alloc(64, 1) }], 0);
    const hits = codes(2_000, 6).filter((_, at) => {
      const nonce = Buffer.alloc(16, at);
      return deriveCode(attacker, { ...source, nonce }) === deriveCode(keyring, { ...source, nonce });
    });
    // One in a million each: two of two thousand would already be a wonder.
    expect(hits.length).toBeLessThan(2);
  });
});

describe("codeOf", () => {
  it("is the first digits of 1234567890 in test, whatever the message", () => {
    for (const digits of [6, 7, 8, 9, 10]) {
      expect(codeOf(keyring, "test", { ...source, digits })).toBe("1234567890".slice(0, digits));
    }
    expect(codeOf(keyring, "live", source)).toBe(deriveCode(keyring, source));
  });
});

describe("normaliseCode", () => {
  it.each([
    ["482913507", "as sent"],
    [" 482913507\n", "blanks around it"],
    ["482 913 507", "groups"],
    ["482\u00a0913\u202f507", "no-break spaces"],
    ["482-913-507", "hyphens"],
    ["482\u2010913\u2013507", "a typographic hyphen and an en dash"],
    ["482\u2212913\u2014507", "a minus and an em dash"],
    ["482.913.507", "dots"],
    ["４８２９１３５０７", "full-width digits"],
    ["４８２－９１３．５０７", "full-width digits and marks"],
    ["٤٨٢٩١٣٥٠٧", "Arabic-Indic digits"],
    ["۴۸۲۹۱۳۵۰۷", "Persian digits"],
    ["४८२९१३५०७", "Devanagari digits"],
    ["৪৮২৯১৩৫০৭", "Bengali digits"],
    ["482913۵۰۷", "two scripts at once"],
    ["\u200e482913507\u200f", "direction marks"],
    ["482\u200b913\u00ad507\u2060", "a zero-width space, a soft hyphen and a word joiner"],
  ])("reads %j as the code: %s", (typed) => {
    expect(normaliseCode(typed)).toBe("482913507");
  });

  it("keeps leading zeros", () => {
    expect(normaliseCode("000-042")).toBe("000042");
  });

  it.each(["48291350", "4829135070", "482913507a", "O82913507", "482,913,507", "482_913_507", "+482913507", ""])(
    "does not turn %j into the code",
    (typed) => {
      expect(normaliseCode(typed)).not.toBe("482913507");
    },
  );

  it("changes nothing more the second time, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        expect(normaliseCode(normaliseCode(typed))).toBe(normaliseCode(typed));
      }),
    );
  });
});

describe("sameCode", () => {
  it("is equality, for codes of any two lengths", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(sameCode(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
        expect(sameCode(a, a)).toBe(true);
      }),
    );
  });
});
