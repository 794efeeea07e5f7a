import { crc32 } from "node:zlib";
import type { Random } from "@/lib/core/random";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BODY_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const KEY = /^(np_(?:test|live)_(?:pk|sk)_)([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** What a scanner looks for to find secret keys in a text; the last six characters are the checksum of the rest. */
export const KEY_PATTERN = "np_(?:test|live)_sk_[0-9A-Za-z]{36}";

/**
 * A new key: a prefix that says what it is, 30 random characters (178 bits) and a checksum, so that scanners find it and
 * a mistyped one is refused without a look into the database.
 */
export function newKeyText(random: Random, kind: "test" | "live", type: "publishable" | "secret"): string {
  const start = `np_${kind}_${type === "secret" ? "sk" : "pk"}_${randomText(random)}`;
  return start + checksum(start);
}

/** Whether the text can be a key at all: its form and its checksum are right. */
export function looksLikeKey(text: string): boolean {
  const match = KEY.exec(text);
  return match !== null && checksum(`${match[1]}${match[2]}`) === match[3];
}

/** How a key is recognised without being shown: `np_test_sk_…a81b`. */
export function hintOf(key: string): string {
  return `${key.slice(0, key.lastIndexOf("_") + 1)}…${key.slice(-4)}`;
}

function randomText(random: Random): string {
  let text = "";
  while (text.length < BODY_LENGTH) {
    for (const byte of random.bytes(BODY_LENGTH * 2)) {
      // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
      if (byte < 248 && text.length < BODY_LENGTH) text += ALPHABET[byte % 62] ?? "";
    }
  }
  return text;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let out = "";
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    out = (ALPHABET[rest % 62] ?? "") + out;
    rest = Math.floor(rest / 62);
  }
  return out;
}
