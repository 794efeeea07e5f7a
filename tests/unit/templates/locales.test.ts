import { describe, expect, it } from "vitest";
import type { Channel } from "@/lib/delivery/channel";
import { twilioVoice } from "@/lib/delivery/providers/twilio-voices";
import { type OtpMessage, type OtpPurpose, renderOtpMessage } from "@/lib/templates";
import { listLocales, locales, pickLocale } from "@/lib/templates/locales";
import type { OtpWords } from "@/lib/templates/words";

/** UX.md 7.4: the first line with its binding line, for the app "Acme" at acme.com. What two segments take is cut. */
const SMS: Readonly<Record<string, { length: number; ucs2?: true; short?: true }>> = {
  en: { length: 66 },
  de: { length: 75 },
  fr: { length: 82 },
  es: { length: 70, ucs2: true },
  "pt-BR": { length: 67, ucs2: true },
  it: { length: 71 },
  nl: { length: 70 },
  sv: { length: 73 },
  pl: { length: 72, ucs2: true, short: true },
  tr: { length: 67, ucs2: true },
  uk: { length: 76, ucs2: true, short: true },
  ar: { length: 71, ucs2: true, short: true },
  hi: { length: 74, ucs2: true, short: true },
  id: { length: 87 },
  vi: { length: 72, ucs2: true, short: true },
  ja: { length: 58, ucs2: true },
  ko: { length: 65, ucs2: true },
  "zh-Hans": { length: 52, ucs2: true },
};

const ALL: [string, OtpWords][] = Object.entries(locales);
const TAGS = ALL.map(([tag]) => tag);
const PURPOSES: OtpPurpose[] = ["sign_in", "sign_up", "sign_up_existing", "step_up", "transaction", "identifier"];
const BINDING = "\n\n@acme.com #482913507";

async function render(locale: string, changes: Partial<OtpMessage> = {}) {
  const { subject, html, text } = await renderOtpMessage({
    purpose: "sign_in",
    channel: "email",
    locale,
    brand: { name: "Acme", domain: "acme.com", postalAddress: "12 Alley Lane, Leeds" },
    boundTo: "acme.com",
    environmentKind: "live",
    code: "482913507",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: {
      requestedAt: new Date("2026-11-20T14:22:10Z"),
      userAgent:
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
      location: "Leeds, United Kingdom",
    },
    codeInSubject: true,
    ...changes,
  });
  return { subject: subject ?? "", html: html ?? "", text };
}

/** Every text of a language, by its path: `purposes.sign_in.heading`. */
function textsOf(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => textsOf(part, path === "" ? key : `${path}.${key}`));
}

const ENGLISH = new Map(textsOf(locales.en));
// Where English says nothing of its own, or a name that is the same everywhere.
const MAY_BE_ENGLISH = /^(dir|formats|purposes\.\w+\.opening|spoken\.digits\.\d|spoken\.stop)$/;
const variablesOf = (text: string) => [...text.matchAll(/\{\{[^}]*\}\}/g)].map(([name]) => name).sort();

describe("the languages", () => {
  it("are the eighteen of the design, English first, with names that people know", () => {
    expect(TAGS).toEqual(Object.keys(SMS));
    const names = listLocales().map(({ name }) => name);
    expect(new Set(names).size).toBe(18);
    expect(names).toEqual(expect.arrayContaining(["English", "German", "Brazilian Portuguese", "Simplified Chinese"]));
  });

  it("call every one a draft that no native speaker has read", () => {
    expect(
      listLocales()
        .filter(({ reviewed }) => reviewed)
        .map(({ tag }) => tag),
    ).toEqual(["en"]);
  });

  it.each(ALL)("%s says everything that English says, filled with the same", (tag, words) => {
    const texts = new Map(textsOf(words));
    expect([...texts.keys()].sort()).toEqual([...ENGLISH.keys()].sort());
    for (const [path, text] of texts) {
      const english = ENGLISH.get(path);
      if (typeof text !== "string" || typeof english !== "string") {
        expect(text === null, path).toBe(english === null);
        continue;
      }
      expect(text.trim(), path).not.toBe("");
      expect(variablesOf(text), path).toEqual(variablesOf(english));
      if (tag !== "en" && !MAY_BE_ENGLISH.test(path)) expect(text, path).not.toBe(english);
      expect((text.match(/\*\*/g) ?? []).length, path).toBe((english.match(/\*\*/g) ?? []).length);
      // Marks that turn text around would also turn what follows them.
      expect(text, path).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    }
    expect(words.spoken.digits).toHaveLength(10);
    expect(new Set(words.spoken.digits).size).toBe(10);
  });
});

describe("the email", () => {
  it.each(TAGS)(
    "in %s is small, says its language and direction, has no link, and shows the code as ASCII",
    async (tag) => {
      for (const purpose of PURPOSES) {
        const { subject, html, text } = await render(tag, { purpose, environmentKind: "test" });
        expect(Buffer.byteLength(html)).toBeLessThan(10_000);
        expect(html).toContain(`<html dir="${tag === "ar" ? "rtl" : "ltr"}" lang="${tag}">`);
        expect(html).toMatch(/<p class="code"[^>]*dir="ltr"/);
        expect(html).not.toMatch(/<a\b|href|<img|<script|<form|src=|url\(/i);
        expect(subject).toMatch(/^\[Test\] 482913507 /);
        expect(text.match(/482913507/g)).toHaveLength(1);
        for (const part of [subject, html, text]) {
          // Any digit that is not ASCII is another language's.
          expect(part.replace(/[0-9]/g, "")).not.toMatch(/\p{Nd}/u);
          expect(part).not.toContain("{{");
        }
        for (const said of ["acme.com", "Acme", "10", "2026", "UTC", "macOS", "Chrome", "Leeds, United Kingdom"]) {
          expect(text).toContain(said);
        }
      }
    },
  );

  it.each(TAGS)("in %s keeps the code out of the subject where the setting says so", async (tag) => {
    const { subject, html } = await render(tag, { codeInSubject: false });
    expect(subject).not.toMatch(/\d/);
    expect(html.slice(0, html.indexOf("<h1"))).not.toContain("482913507");
  });
});

describe("the other channels", () => {
  it.each(Object.entries(SMS))("%s: the text message is as long as the design counts it", async (tag, wanted) => {
    const words = ALL.find(([name]) => name === tag)?.[1];
    const full = words?.sms.full.replace("{{code}}", "482913507").replace("{{app.name}}", "Acme") + BINDING;
    expect(full.length).toBe(wanted.length);
    const { text } = await render(tag, { channel: "sms" });
    expect(text.endsWith(BINDING)).toBe(true);
    expect(text === full).toBe(wanted.short !== true);
    if (wanted.ucs2) expect(text.length).toBeLessThanOrEqual(70);
    expect(text).toContain("482913507");
  });

  it.each(TAGS)("%s is read out digit by digit in words, twice, by a voice of that language", async (tag) => {
    const { text } = await render(tag, { channel: "voice", code: "907354", expiresMinutes: 5 });
    const digits = ALL.find(([name]) => name === tag)?.[1].spoken.digits ?? [];
    const [first = "", second = ""] = text.split("\n").map((line) => {
      let from = 0;
      return [9, 0, 7, 3, 5, 4].every((digit) => {
        const at = line.indexOf(digits[digit] ?? "?", from);
        from = at + 1;
        return at >= 0;
      });
    });
    expect([first, second]).toEqual([true, true]);
    // A number with a full stop is an ordinal to a German, Polish or Turkish voice.
    expect(text.replaceAll("5", "")).not.toMatch(/\d/);
    expect(twilioVoice(tag).voice).toContain(`Google.${twilioVoice(tag).language}-`);
    expect(twilioVoice(tag).language.slice(0, 2)).toBe(tag === "zh-Hans" ? "cm" : tag.slice(0, 2));
  });

  it.each(TAGS)("%s says in a chat what the code is for and how long it works", async (tag) => {
    for (const channel of ["whatsapp", "hook", "discord"] satisfies Channel[]) {
      const { text } = await render(tag, { channel });
      for (const said of ["482913507", "Acme", "10"]) expect(text).toContain(said);
      expect(text.includes("ada@x.dev") && text.includes("UTC")).toBe(channel === "discord");
    }
  });

  it("speaks English where no language is told", () => {
    expect(twilioVoice(undefined)).toEqual(twilioVoice("en"));
    expect(twilioVoice("xx")).toEqual(twilioVoice("en"));
  });
});

describe("the choice of a language", () => {
  it.each([
    ["de", "de"],
    ["DE-at", "de"],
    ["pt", "pt-BR"],
    ["pt-PT", "pt-BR"],
    ["zh", "zh-Hans"],
    ["zh-CN", "zh-Hans"],
    ["zh-Hans-SG", "zh-Hans"],
    ["zh_TW", "zh-Hans"],
    ["ar-EG", "ar"],
    ["in", "id"],
    ["in-ID", "id"],
    ["es-419", "es"],
    ["xx", "en"],
    ["constructor", "en"],
    ["__proto__", "en"],
    ["", "en"],
    ["-", "en"],
    ["de".repeat(9_999), "en"],
  ])("%s is read %s", (wanted, spoken) => {
    expect(pickLocale(wanted)).toBe(spoken);
  });

  it("is the first of the wishes that is spoken, else English", () => {
    expect(pickLocale(null, undefined, "fr-CA", "de")).toBe("fr");
    expect(pickLocale("da-DK", "sv")).toBe("sv");
    expect(pickLocale()).toBe("en");
  });

  it("falls to the project's language where the message has none, and not where it has one", async () => {
    const brand = { name: "Acme", domain: "acme.com", postalAddress: null, locale: "ja" };
    const none = await renderOtpMessage({ ...base, locale: null, brand });
    expect(none.html).toContain('lang="ja"');
    const french = await renderOtpMessage({ ...base, locale: "fr", brand });
    expect(french.html).toContain('lang="fr"');
  });
});

const base = {
  purpose: "sign_in",
  channel: "email",
  environmentKind: "live",
  code: "482913507",
  expiresMinutes: 10,
  destination: "ada@x.dev",
  context: { requestedAt: new Date("2026-11-20T14:22:10Z") },
  codeInSubject: true,
} as const;
