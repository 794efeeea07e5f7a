import { describe, expect, it } from "vitest";
import { testClock } from "@/lib/core/clock";
import type { Channel } from "@/lib/delivery/channel";
import { boundDomain, renderOtpMessage } from "@/lib/templates";

type Brand = { name?: string; domain?: string | null };

/** With a domain that is proven to be the project's. */
async function renderText(channel: Channel, brand: Brand = {}, code = "482913507"): Promise<string> {
  const { domain = "northwind.dev" } = brand;
  const rendered = await renderOtpMessage({
    purpose: "sign_in",
    channel,
    locale: "en",
    brand: { name: "Northwind", postalAddress: null, ...brand, domain },
    boundTo: domain,
    environmentKind: "live",
    code,
    expiresMinutes: 5,
    destination: "+14155550123",
    context: { requestedAt: new Date("2026-11-20T14:22:10Z") },
    codeInSubject: true,
  });
  expect(rendered.subject).toBeNull();
  expect(rendered.html).toBeNull();
  return rendered.text;
}

describe("the text message", () => {
  it("ends with the line that binds the code to the project's domain", async () => {
    expect(await renderText("sms")).toBe(
      "482913507 is your Northwind code. Don't share it.\n\n@northwind.dev #482913507",
    );
  });

  it.each([null, "localhost", "northwind.dev:3000", "1.2.3.4", "evil dev", "-x.dev", "a.dev #1", "nörd.dev"])(
    "has no such line for the domain %s",
    async (domain) => {
      expect(await renderText("sms", { domain })).toBe("482913507 is your Northwind code. Don't share it.");
    },
  );

  it("leaves the warning out where it would not fit", async () => {
    const domain = `${"sub.".repeat(18)}northwind.dev`;
    expect(await renderText("sms", { domain })).toBe(`482913507 is your Northwind code.\n\n@${domain} #482913507`);
  });

  it("stays one segment of UCS-2 when the name is not in GSM-7", async () => {
    const text = await renderText("sms", { name: "Северный ветер", domain: "northwind.dev" });
    expect(text.length).toBeLessThanOrEqual(70);
    expect(text).toMatch(/@northwind\.dev #482913507$/);
  });

  it.each([
    ["long", "x".repeat(500)],
    ["Chinese", "名".repeat(500)],
    ["made of emoji", "😀".repeat(100)],
    ["made of characters that count twice", "[".repeat(64)],
    ["like a binding line", "a\n\n@evil.example #111111"],
    ["like a binding", "@evil.example #111111"],
  ])("is one segment, starts with the code and binds to no other domain when the name is %s", async (_, name) => {
    for (const domain of ["northwind.dev", `${"a".repeat(60)}.${"b".repeat(60)}.example`, null]) {
      const text = await renderText("sms", { name, domain });
      expect(text.length + (text.match(/\[/g)?.length ?? 0)).toBeLessThanOrEqual(140);
      expect(text.isWellFormed()).toBe(true);
      expect(text.startsWith("482913507 is your")).toBe(true);
      expect(text).not.toContain("@evil");
      expect(text.match(/\n/g)?.length ?? 0).toBeLessThanOrEqual(2);
    }
  });
});

describe("the domain that a text message may bind its code to", () => {
  const clock = testClock();
  const hour = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000);
  const domainOf = (kind: "test" | "live", domain: string | null, verified: string[], lostAt: Date | null = null) => {
    const brand = { name: "Northwind", domain, supportEmail: null, postalAddress: null };
    const provenDomains = verified.map((name) => ({ name, lostAt }));
    const look = { logoUrl: null, accent: null, locale: null };
    return boundDomain({ clock }, { kind, brand: { ...brand, ...look }, provenDomains });
  };

  it.each([
    ["northwind.dev", "northwind.dev"],
    ["northwind.dev", "mail.northwind.dev"],
    ["app.northwind.dev", "mail.northwind.dev"],
    ["northwind.co.uk", "mail.northwind.co.uk"],
  ])("is %s where %s is verified", (domain, verified) => {
    expect(domainOf("live", domain, ["another.example", verified])).toBe(domain);
  });

  it.each<[string, string[]]>([
    ["bank.example", []],
    ["bank.example", ["northwind.dev"]],
    ["bank.example", ["bank.example.northwind.dev", "notbank.example", "example"]],
    ["bank.co.uk", ["mail.northwind.co.uk"]],
    ["bank.github.io", ["mail.northwind.github.io"]],
    ["github.io", ["northwind.github.io"]],
    ["co.uk", ["northwind.co.uk"]],
  ])("is not %s where %j is", (domain, verified) => {
    expect(domainOf("live", domain, verified)).toBeNull();
  });

  it("ends with the grace of what proved it", () => {
    expect(domainOf("live", "northwind.dev", ["mail.northwind.dev"], hour(71))).toBe("northwind.dev");
    expect(domainOf("live", "northwind.dev", ["mail.northwind.dev"], hour(73))).toBeNull();
  });

  it("is the one that was entered where no message leaves, and none where none was", () => {
    expect(domainOf("test", "northwind.dev", [])).toBe("northwind.dev");
    expect(domainOf("live", null, ["northwind.dev"])).toBeNull();
  });
});

describe("the other channels", () => {
  it("reads the digits out slowly, and twice", async () => {
    const text = await renderText("voice", {}, "482913");
    expect(text.match(/four\. eight\. two\. nine\. one\. three\./g)).toHaveLength(2);
    expect(text).not.toMatch(/\d{2}/);
  });

  it.each<Channel>(["whatsapp", "hook"])("says the code plainly over %s", async (channel) => {
    expect(await renderText(channel)).toBe(
      "482913507 is your Northwind code.\nIt works once, for 5 minutes. Don't share it.",
    );
  });

  it("says in a shared Discord channel whose code it is, for how long and since when", async () => {
    expect(await renderText("discord")).toBe(
      [
        "482913507 is the Northwind code for +14155550123.",
        "It works once, for 5 minutes. Don't share it.",
        "Asked for at 14:22 UTC, 20 November 2026",
      ].join("\n"),
    );
  });

  it("mentions and links nobody in a Discord channel", async () => {
    const text = await renderText("discord", { name: "[a](http://evil.example) @everyone <@1> `x`" });
    expect(text).toContain("code for +14155550123.");
    expect(text).not.toMatch(/@everyone|[^\\]<|[^\\]\[|[^\\]`|[^\\]\]\(/);
  });
});
