import { type Keyring, sameBytes } from "@/lib/core/secrets";

/** The zeros of the Arabic-Indic, Persian, Devanagari and Bengali digits. Full-width ones fold by NFKC. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6] as const;

/** What every code of a test environment begins with. */
const TEST_DIGITS = "1234567890";

export type CodeSource = { environmentId: string; messageId: string; nonce: Buffer; keyId: number; digits: number };

/**
 * The code of a message: uniform digits of HMAC-SHA-256 over environment, message and nonce, with a key that is not in
 * the database. Nothing of it is stored, and a message that is sent again carries the same one. 128 bits modulo 10^n: the
 * bias is below 2^-94 (NIST SP 800-63B-4, 3.1.3.2; ASVS 6.5.2). Undefined when the key is not listed any more.
 */
export function deriveCode(keyring: Keyring, source: CodeSource): string | undefined {
  if (!keyring.key("code", source.keyId)) return undefined;
  const text = `${source.environmentId}\n${source.messageId}\n${source.nonce.toString("hex")}`;
  const mac = keyring.mac("code", text, source.keyId);
  const number = BigInt(`0x${mac.subarray(0, 16).toString("hex")}`) % 10n ** BigInt(source.digits);
  return number.toString().padStart(source.digits, "0");
}

/** The code of a message of that environment: derived in live, the first digits of 1234567890 in test. */
export function codeOf(keyring: Keyring, kind: "test" | "live", source: CodeSource): string | undefined {
  return kind === "test" ? TEST_DIGITS.slice(0, source.digits) : deriveCode(keyring, source);
}

/**
 * A code as a person typed it, ready to be compared: blanks, hyphens and dots dropped, digits of other scripts folded to
 * ASCII. Whatever else was typed stays, so that it simply does not match.
 */
export function normaliseCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\s.\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060-]/gu, "")
    .replace(/\p{Nd}/gu, foldDigit);
}

function foldDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((candidate) => point >= candidate && point < candidate + 10);
  return zero === undefined ? digit : String(point - zero);
}

/** Whether two codes are the same, in constant time. */
export function sameCode(a: string, b: string): boolean {
  return sameBytes(a, b);
}
