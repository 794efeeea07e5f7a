import { describe, expect, it } from "vitest";
import { type OtpMessage, type OtpPurpose, renderOtpMessage } from "@/lib/templates";
import { contrastOf, readColor } from "@/lib/templates/custom/contrast";

const CHROME_ON_MACOS =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

function message(changes: Partial<OtpMessage> = {}): OtpMessage {
  return {
    purpose: "sign_in",
    channel: "email",
    locale: "en",
    brand: { name: "Northwind", domain: "northwind.dev", postalAddress: "12 Alley Lane, Leeds" },
    environmentKind: "live",
    code: "482913507",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: {
      requestedAt: new Date("2026-11-20T14:22:10Z"),
      userAgent: CHROME_ON_MACOS,
      location: "Leeds, United Kingdom",
    },
    codeInSubject: true,
    ...changes,
  };
}

async function renderEmail(changes: Partial<OtpMessage> = {}) {
  const { subject, html, text } = await renderOtpMessage(message(changes));
  return { subject: subject ?? "", html: html ?? "", text };
}

/** Every colour that is given as that property, once. */
function coloursOf(css: string, property: "color" | "background"): string[] {
  const given = css.matchAll(new RegExp(`(?<![\\w-])${property}:(#[0-9a-f]{6})`, "g"));
  return [...new Set([...given].flatMap((match) => match[1] ?? []))];
}

function ratioOf(ink: string, ground: string): number {
  return contrastOf(readColor(ink) ?? [0, 0, 0], readColor(ground) ?? [0, 0, 0]);
}

/** What a reader, a copy or a screen reader gets: the text without the tags. */
function textOf(html: string): string {
  return html.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, "");
}

describe("the email", () => {
  it("says in plain text exactly what the design says", async () => {
    const { text } = await renderEmail();
    expect(text).toBe(
      [
        "482913507 is your Northwind code.",
        "",
        "Enter it at northwind.dev. It works once, for 10 minutes.",
        "",
        "Asked for at 14:22 UTC, 20 November 2026",
        "Chrome on macOS, near Leeds, United Kingdom",
        "",
        "Keep this code to yourself. Northwind staff will never ask for it.",
        "If you did not ask for this code, ignore this email.",
        "",
      ].join("\n"),
    );
  });

  it("puts the code first in the subject and in the preheader", async () => {
    const { subject, html } = await renderEmail();
    expect(subject).toBe("482913507 is your Northwind code");
    expect(html).toContain(">482913507 works for 10 minutes. Nobody from Northwind will ask you for it.");
  });

  it("keeps the code out of subject, title and preheader where the setting says so", async () => {
    const { subject, html } = await renderEmail({ codeInSubject: false });
    expect(subject).toBe("Your Northwind code");
    expect(html.slice(0, html.indexOf("<h1"))).not.toContain("482913507");
  });

  it.each([
    ["482913", ["482", "913"]],
    ["4829135", ["482", "9135"]],
    ["48291350", ["4829", "1350"]],
    ["482913507", ["482", "913", "507"]],
    ["4829135071", ["482", "913", "5071"]],
  ])("shows %s in groups that copy as bare digits", async (code, groups) => {
    const { html } = await renderEmail({ code });
    const paragraph = /<p class="code".*?<\/p>/s.exec(html)?.[0] ?? "";
    expect(textOf(paragraph)).toBe(code);
    expect([...paragraph.matchAll(/<span[^>]*>(\d+)<\/span>/g)].map((match) => match[1])).toEqual(groups);
    expect(paragraph).toContain('dir="ltr"');
  });

  it("is small, has one heading and nothing to click, load or run", async () => {
    const { html } = await renderEmail({ environmentKind: "test" });
    expect(Buffer.byteLength(html)).toBeLessThan(10_000);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<a\b|href|<img|<script|<form|src=|url\(/i);
    expect(html).toMatch(/<html dir="ltr" lang="en">/);
    expect(html).toContain('name="format-detection"');
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).toContain("[data-ogsc]");
    expect(html).not.toContain("<!--");
  });

  it("has no letters below 14 px, and 7 to 1 between all of them and what is behind them, light and dark", async () => {
    const { html } = await renderEmail({ environmentKind: "test" });
    const sizes = [...html.matchAll(/font-size:(\d+)px/g)].map((match) => Number(match[1]));
    expect(Math.min(...sizes)).toBe(14);
    const [styles = "", body = ""] = html.split("</style>");
    const strip = ["#392000", "#f4af2d"];
    const inks = (text: string) => coloursOf(text, "color").filter((ink) => !strip.includes(ink));
    const grounds = (text: string) => coloursOf(text, "background").filter((ground) => !strip.includes(ground));
    for (const part of [styles, body]) {
      expect([inks(part).length, grounds(part).length]).toEqual([2, 2]);
      const ratios = inks(part).flatMap((ink) => grounds(part).map((ground) => ratioOf(ink, ground)));
      expect(Math.min(...ratios)).toBeGreaterThanOrEqual(7);
    }
    expect(ratioOf("#392000", "#f4af2d")).toBeGreaterThanOrEqual(7);
  });

  it("leaves out what is not known", async () => {
    const bare = await renderEmail({
      brand: { name: "Northwind", domain: null, postalAddress: null },
      context: { requestedAt: new Date("2026-11-20T14:22:10Z") },
    });
    expect(bare.text).toContain("Enter it where you asked for it.");
    expect(bare.text).not.toMatch(/near|null|undefined/i);
    expect(bare.html).toContain(">Northwind</p></td>");
    const near = await renderEmail({ context: { requestedAt: new Date(0), location: "Leeds" } });
    expect(near.text).toContain("\nNear Leeds\n");
    const device = await renderEmail({ context: { requestedAt: new Date(0), userAgent: CHROME_ON_MACOS } });
    expect(device.text).toContain("\nChrome on macOS\n");
  });

  it("says that it is a test in test environments, and never in live ones", async () => {
    const test = await renderEmail({ environmentKind: "test" });
    expect(test.subject).toBe("[Test] 482913507 is your Northwind code");
    expect(test.html).toContain("Test mode");
    expect(test.text).toContain("Test mode");
    const live = await renderEmail();
    expect([live.subject, textOf(live.html), live.text].join()).not.toMatch(/test/i);
  });

  it.each<[OtpPurpose, string]>([
    ["sign_in", "Your sign-in code"],
    ["sign_up", "Your sign-up code"],
    ["sign_up_existing", "You already have an account; this code signs you in."],
    ["step_up", "Confirm that it is you"],
    ["transaction", "Your approval code"],
    ["identifier", "Confirm this address"],
  ])("says what a code for %s is for", async (purpose, words) => {
    const { html } = await renderEmail({ purpose });
    expect(textOf(html)).toContain(words);
  });

  it("falls back to English for a language it does not speak", async () => {
    const { html } = await renderEmail({ locale: "xx-Klingon" });
    expect(html).toContain('lang="en"');
  });

  it("writes one minute in the singular", async () => {
    const { text } = await renderEmail({ expiresMinutes: 1 });
    expect(text).toContain("for 1 minute.");
  });
});

describe("the brand", () => {
  const brand = {
    name: "Northwind",
    domain: "northwind.dev",
    postalAddress: "12 Alley Lane, Leeds",
    supportEmail: "help@northwind.dev",
    logoUrl: "https://cdn.northwind.dev/logo.png?v=2&size=64",
    accent: "#0a7d3c",
  };

  it("shows its logo with the name for readers without images, its colour and its support address", async () => {
    const { html } = await renderEmail({ brand });
    expect(html).toContain('src="https://cdn.northwind.dev/logo.png?v=2&amp;size=64"');
    expect(html).toContain('alt="Northwind"');
    expect(html).toContain("background:#0a7d3c");
    expect(textOf(html)).toContain("help@northwind.dev");
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(Buffer.byteLength(html)).toBeLessThan(10_000);
  });

  it.each([
    { logoUrl: "javascript:alert(1)" },
    { logoUrl: 'https://x.dev/"onerror="alert(1)' },
    { logoUrl: "http://x.dev/a.png" },
    { logoUrl: "https://x.dev/a b.png" },
    { accent: "red;background:url(https://evil.example)" },
    { accent: "#fff" },
  ])("leaves %j out, whoever stored it", async (changes) => {
    const { html } = await renderEmail({ brand: { ...brand, logoUrl: null, accent: null, ...changes } });
    expect(html).toBe((await renderEmail({ brand: { ...brand, logoUrl: null, accent: null } })).html);
  });
});

describe("hostile values", () => {
  const HOSTILE = [
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "'; DROP",
    "</title></style><b>",
    "{{code}} {{app.domain}} {{recipient}}",
    "$& $1 $` $' $$",
    "a\r\nBcc: eve@evil.example\r\n\r\nbody",
    "a\u2028b\u2029c\u0000d\u0085e",
    "\u202emoc.live\u202c \u2066x\u2069 \u200f\u061c",
    "\ud800 lone",
    "x".repeat(5000),
    "&lt;b&gt; &amp;",
    "<!-- --> --> ]]>",
    "**bold**",
  ];
  const OURS = new Set("html head meta title style body div table tbody tr td p h1 strong span".split(" "));

  it.each(HOSTILE.map((value) => [JSON.stringify(value).slice(0, 40), value]))(
    "%s cannot break out",
    async (_, value) => {
      const { subject, html, text } = await renderEmail({
        brand: { name: value, domain: value, postalAddress: value },
        destination: value,
        context: { requestedAt: new Date("2026-11-20T14:22:10Z"), userAgent: value, location: value },
      });
      const harmless = await renderEmail();
      for (const [, tag = ""] of html.matchAll(/<\/?([a-z0-9!-]+)/gi))
        expect(OURS).toContain(tag.toLowerCase().replace("!doctype", "html"));
      const attributes = (document: string) => document.match(/ [a-z-]+="/gi)?.length;
      const plain = await renderEmail({ context: { requestedAt: new Date(0), location: "Leeds" } });
      expect(attributes(html)).toBe(attributes(plain.html));
      for (const part of [subject, html, text.replaceAll("\n", "")]) {
        expect(part).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
        expect(part.isWellFormed()).toBe(true);
      }
      expect(text.split("\n").length).toBe(harmless.text.split("\n").length);
      expect(Buffer.byteLength(html)).toBeLessThan(10_000);
      expect(text.match(/482913507/g)).toHaveLength(1);
      // The name stands in the subject as it was given: nothing in it was filled in or replaced.
      if (value.includes("{{") || value.includes("$&")) expect(subject).toBe(`482913507 is your ${value} code`);
    },
  );

  it("shows no browser name that the requester made up", async () => {
    const { text } = await renderEmail({
      context: { requestedAt: new Date(0), userAgent: "Claim your money at evil.example/1 (x)" },
    });
    expect(text).not.toContain("evil");
  });

  it("gives one message nothing of another that was filled from the same template", async () => {
    await renderEmail({ brand: { name: "First", domain: "first.example", postalAddress: "One Street" } });
    const second = await renderEmail({
      brand: { name: "Second", domain: "second.example", postalAddress: "Two Street" },
    });
    expect(second.subject + second.html + second.text).not.toMatch(/first|one street/i);
  });
});
