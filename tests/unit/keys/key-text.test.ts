import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { hintOf, KEY_PATTERN, looksLikeKey, newKeyText } from "@/lib/keys/key-text";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KINDS = [
  ["test", "publishable", "np_test_pk_"],
  ["test", "secret", "np_test_sk_"],
  ["live", "publishable", "np_live_pk_"],
  ["live", "secret", "np_live_sk_"],
] as const;

const key = newKeyText(systemRandom, "test", "secret");

describe("newKeyText", () => {
  it.each(KINDS)("says what it is: %s %s begins with %s", (kind, type, prefix) => {
    const text = newKeyText(systemRandom, kind, type);
    expect(text).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{36}$`));
    expect(looksLikeKey(text)).toBe(true);
  });

  it("draws its 30 characters evenly from 62: 178 bits", () => {
    const keys = Array.from({ length: 4_000 }, () => newKeyText(systemRandom, "live", "secret"));
    expect(new Set(keys).size).toBe(keys.length);
    const drawn = keys.map((text) => text.slice("np_live_sk_".length, -6)).join("");
    expect(drawn).toHaveLength(120_000);
    const expected = drawn.length / ALPHABET.length;
    const statistic = [...ALPHABET].reduce((sum, letter) => {
      const count = drawn.split(letter).length - 1;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    // 61 degrees of freedom at p = 10⁻⁶. Bytes modulo 62 without rejection would give far over 1,000.
    expect(statistic).toBeLessThan(127);
    expect(drawn.length * Math.log2(62) * (1 / keys.length)).toBeGreaterThan(178);
  });
});

describe("looksLikeKey", () => {
  it("refuses every typo of one character, so that no database is asked about it", () => {
    const accepted: string[] = [];
    for (let at = 0; at < key.length; at += 1) {
      for (const letter of [...ALPHABET, "_", "-", " ", "é"]) {
        const typo = key.slice(0, at) + letter + key.slice(at + 1);
        if (typo !== key && looksLikeKey(typo)) accepted.push(typo);
      }
    }
    expect(accepted).toEqual([]);
  });

  it("refuses two neighbours swapped, and a key of one environment or type renamed into another", () => {
    for (let at = 0; at + 1 < key.length; at += 1) {
      const swapped = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2);
      if (swapped !== key) expect(looksLikeKey(swapped)).toBe(false);
    }
    expect(looksLikeKey(key.replace("np_test_", "np_live_"))).toBe(false);
    expect(looksLikeKey(key.replace("_sk_", "_pk_"))).toBe(false);
  });

  it.each([
    "",
    "np_test_sk_",
    `${key} `,
    ` ${key}`,
    `${key}\n`,
    `${key}0`,
    key.slice(0, -1),
    key.toUpperCase(),
    `${key},${key}`,
  ])("refuses %j", (text) => {
    expect(looksLikeKey(text)).toBe(false);
  });
});

describe("hintOf", () => {
  it("shows how a key begins and its last four characters, and nothing of the other 32", () => {
    expect(hintOf(key)).toBe(`np_test_sk_…${key.slice(-4)}`);
    expect(hintOf(key)).not.toContain(key.slice(-8, -4));
  });
});

describe("KEY_PATTERN", () => {
  const found = (text: string) => text.match(new RegExp(KEY_PATTERN, "g")) ?? [];

  it("finds every secret key wherever it stands, and nothing that is none", () => {
    for (const kind of ["test", "live"] as const) {
      const keys = Array.from({ length: 200 }, () => newKeyText(systemRandom, kind, "secret"));
      expect(found(`const keys = ["${keys.join('","')}"];`)).toEqual(keys);
      expect(found(newKeyText(systemRandom, kind, "publishable"))).toEqual([]);
    }
    expect(found("np_live_sk_ np_live_sk_tooshort NP_LIVE_SK_")).toEqual([]);
  });

  it("is the README's", () => {
    expect(readFileSync("README.md", "utf8").includes(`\`${KEY_PATTERN}\``)).toBe(true);
  });
});
