import { ar } from "./locales/ar";
import { de } from "./locales/de";
import { en } from "./locales/en";
import { es } from "./locales/es";
import { fr } from "./locales/fr";
import { hi } from "./locales/hi";
import { id } from "./locales/id";
import { it } from "./locales/it";
import { ja } from "./locales/ja";
import { ko } from "./locales/ko";
import { nl } from "./locales/nl";
import { pl } from "./locales/pl";
import { ptBr } from "./locales/pt-br";
import { sv } from "./locales/sv";
import { tr } from "./locales/tr";
import { uk } from "./locales/uk";
import { vi } from "./locales/vi";
import { zhHans } from "./locales/zh-hans";
import type { OtpWords } from "./words";

/** The languages that the built-in messages speak, by tag (BCP 47), one line each. */
export const locales = {
  en,
  de,
  fr,
  es,
  "pt-BR": ptBr,
  it,
  nl,
  sv,
  pl,
  tr,
  uk,
  ar,
  hi,
  id,
  vi,
  ja,
  ko,
  "zh-Hans": zhHans,
} as const satisfies Record<string, OtpWords>;

/** The name of a language in `locales`. */
export type OtpLocale = keyof typeof locales;

const DEFAULT_LOCALE = "en" as const;

// What a native speaker has read. The others are drafts, and the dashboard says so.
const REVIEWED: ReadonlySet<OtpLocale> = new Set<OtpLocale>(["en"]);

// Every tag by its full name and by its language alone, which no two of them share.
const BY_TAG = new Map<string, OtpLocale>();
for (const name in locales) {
  if (!isLocale(name)) continue;
  BY_TAG.set(name.toLowerCase(), name);
  BY_TAG.set(new Intl.Locale(name).language, name);
}

/**
 * The language for the first of the tags that names one we speak, matched by language where the region or the script is
 * missing or another (RFC 4647, 3.4); else English. Any text is taken: what is no tag is passed over.
 */
export function pickLocale(...wanted: readonly (string | null | undefined)[]): OtpLocale {
  for (const tag of wanted) {
    const found = tag ? findLocale(tag) : undefined;
    if (found) return found;
  }
  return DEFAULT_LOCALE;
}

/** The languages in the order in which people choose among them, with their English names. */
export function listLocales(): { tag: OtpLocale; name: string; reviewed: boolean }[] {
  const names = new Intl.DisplayNames("en", { type: "language" });
  return Object.keys(locales)
    .filter(isLocale)
    .map((tag) => ({ tag, name: names.of(tag) ?? tag, reviewed: REVIEWED.has(tag) }));
}

function findLocale(wanted: string): OtpLocale | undefined {
  const tag = wanted.trim().replaceAll("_", "-");
  let part = tag.toLowerCase();
  while (part !== "") {
    const found = BY_TAG.get(part);
    if (found) return found;
    part = part.slice(0, Math.max(0, part.lastIndexOf("-")));
  }
  return BY_TAG.get(presentLanguage(tag));
}

/** The language's present code: some phones still say `in` for Indonesian. */
function presentLanguage(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return "";
  }
}

function isLocale(name: string): name is OtpLocale {
  return Object.hasOwn(locales, name);
}
