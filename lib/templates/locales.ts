import { en } from "./locales/en";
import type { OtpWords } from "./words";

/** The languages that the built-in messages speak, one line each. */
export const locales = { en } as const satisfies Record<string, OtpWords>;

/** The name of a language in `locales`. */
export type OtpLocale = keyof typeof locales;

const DEFAULT_LOCALE = "en" as const;

/** The language for what was asked, matched by language where the region is missing (RFC 4647, 3.4); else English. */
export function pickLocale(wanted: string | null): OtpLocale {
  let tag = (wanted ?? "").trim().replaceAll("_", "-").toLowerCase();
  while (tag !== "") {
    const found = findLocale(tag);
    if (found) return found;
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")));
  }
  return DEFAULT_LOCALE;
}

function findLocale(tag: string): OtpLocale | undefined {
  for (const name in locales) {
    if (name.toLowerCase() === tag && isLocale(name)) return name;
  }
  return undefined;
}

function isLocale(name: string): name is OtpLocale {
  return Object.hasOwn(locales, name);
}
