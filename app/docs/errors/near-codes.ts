import { ERRORS } from "@/lib/core/errors";

const AT_MOST = 5;

/** The codes that share most words with one that there is not: what was probably looked for, best first. */
export function nearCodes(written: string): string[] {
  const wanted = new Set(wordsIn(written));
  return Object.keys(ERRORS)
    .map((code) => ({ code, shared: wordsIn(code).filter((word) => wanted.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, AT_MOST)
    .map(({ code }) => code);
}

/** `InvalidOTP`, `invalid-otp` and `invalid_otp` have the same words. */
function wordsIn(code: string): string[] {
  return code
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
