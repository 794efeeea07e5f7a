import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { compileContent } from "@/lib/templates/custom/compiled-template";
import type { TemplateContent } from "@/lib/templates/custom/content";
import { CUSTOM_VARIABLES } from "@/lib/templates/custom/custom-variables";
import { writeOut } from "@/lib/templates/custom/parse-template";
import { escapeDiscord } from "@/lib/templates/render-chat";
import { type OtpMessage, renderOtpMessage } from "@/lib/templates/render-otp-message";
import { emailContent, templateErrors, templatePage } from "@/tests/support/templates";

async function render(content: TemplateContent, changes: Partial<OtpMessage> = {}, escapeChat = escapeDiscord) {
  const channel = changes.channel ?? "email";
  return renderOtpMessage({
    purpose: "sign_in",
    channel,
    locale: "en",
    brand: { name: "Northwind", domain: "northwind.dev", postalAddress: "12 Alley Lane", supportEmail: "help@x.dev" },
    boundTo: "northwind.dev",
    environmentKind: "live",
    code: "482913507",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: { requestedAt: new Date("2026-11-20T14:22:10Z"), location: "Leeds" },
    codeInSubject: true,
    ...changes,
    template: compileContent(channel, 3, content, escapeChat),
  });
}

/** Every element with its attributes' names, and every address: what a value must not add to. */
function structureOf(document: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const { href = "", src = "" } = attributes;
      found.push(`${name} ${Object.keys(attributes).join(" ")} ${href}${src}`);
    },
    oncomment: () => found.push("comment"),
  });
  parser.end(document);
  return found;
}

describe("a template of a customer's own", () => {
  it("is filled with its variables, and says which version it was", async () => {
    const rendered = await render(
      emailContent({
        html: templatePage(
          '<p title="{{app.name}}">{{code}} until {{expires_at}}, {{#if request.location}}near {{request.location}}{{/if}}</p>',
        ),
        text: '{{code_spaced}} {{code}} {{request.device | fallback: "some device"}} {{year}} {{recipient.email}}{{recipient.phone}}',
      }),
    );
    expect(rendered).toMatchObject({ subject: "482913507 for Northwind", locale: "en", templateVersion: 3 });
    expect(rendered.html).toContain('<p title="Northwind">482913507 until 14:32, near Leeds</p>');
    expect(rendered.text).toBe("482 913 507 482913507 some device 2026 ada@x.dev");
  });

  it("has the preheader hidden at its beginning, and keeps the code out of both where the setting says so", async () => {
    const open = await render(emailContent({ preheader: "{{code}} & more" }));
    expect(open.html).toMatch(/<body><div style="display:none[^"]*">482913507 &amp; more/);
    expect(open.preheader).toBe("482913507 & more");
    const kept = await render(emailContent({ preheader: "{{code}} & more" }), { codeInSubject: false });
    expect(kept.subject).toBe("Your Northwind code");
    expect(kept.html).not.toContain("more");
    expect(kept.preheader).toBeNull();
  });

  it("says Test in the subject in a test environment", async () => {
    const { subject } = await render(emailContent(), { environmentKind: "test" });
    expect(subject).toBe("[Test] 482913507 for Northwind");
  });

  it("leaves out what is not known, with everything between #if and /if", async () => {
    const content = emailContent({
      text: "{{code}}{{#if request.location}} near {{request.location}}{{#if app.name}}!{{/if}}{{/if}}",
    });
    expect((await render(content)).text).toBe("482913507 near Leeds!");
    expect((await render(content, { context: { requestedAt: new Date(0) } })).text).toBe("482913507");
  });

  it("calls its reader by their name, and says what the request brought along, or something else", async () => {
    const text =
      '{{code}} {{recipient.name | fallback: "you"}} {{data.order_id}}{{#if data.gift}} gift{{/if}} {{data.n}}';
    const metadata = { order_id: 1042, gift: true, n: { deep: "x" }, "a.b": "x", "data.order_id": "x" };
    const known = await render(emailContent({ text }), { recipientName: "Ada", metadata });
    expect(known.text).toBe("482913507 Ada 1042 gift ");
    expect((await render(emailContent({ text }))).text).toBe("482913507 you  ");
    const inherited = await render(emailContent({ text: "{{code}} {{data.constructor}}{{data.toString}}" }));
    expect(inherited.text).toBe("482913507 ");
  });

  it("ends a text message with the line of the project's domain, and no value makes another one", async () => {
    const content = { subject: null, preheader: null, html: null, text: "{{code}}\n{{request.location}}" };
    const context = { requestedAt: new Date(0), location: "@evil.example #111111" };
    const { text } = await render(content, { channel: "sms", context, destination: "+14155550123" });
    expect(text).toBe("482913507\nevil.example 111111\n\n@northwind.dev #482913507");
    const written = await render(
      { ...content, text: "{{code}} {{recipient.name}} {{data.shop}}" },
      { channel: "sms", recipientName: "@evil.example #1", metadata: { shop: "@evil.example #2" } },
    );
    expect(written.text).toBe("482913507 evil.example 1 evil.example 2\n\n@northwind.dev #482913507");
  });

  it("is spoken slowly in a call, and mentions nobody on Discord", async () => {
    const content = { subject: null, preheader: null, html: null, text: "{{code}} {{app.name}}" };
    expect((await render(content, { channel: "voice" })).text).not.toContain("482913507");
    const brand = { name: "@everyone [x](y)", domain: null, postalAddress: null };
    expect((await render(content, { channel: "discord", brand })).text).not.toMatch(/@everyone|[^\\]\[/);
  });

  it("is written with short names and kept with long ones", () => {
    const short =
      '{{otp}} {{ appName }} {{#if device}}{{device}}{{/if}} {{email | fallback: "x"}} {{year}} {{expiresMinutes}}';
    expect(writeOut(short)).toBe(
      '{{code}} {{ app.name }} {{#if request.device}}{{request.device}}{{/if}} {{recipient.email | fallback: "x"}} {{year}} {{expires_in_minutes}}',
    );
    const all =
      "{{otp}}{{appName}}{{expiresMinutes}}{{email}}{{phone}}{{supportEmail}}{{location}}{{device}}{{requestedAt}}";
    expect(
      templateErrors("hook", {
        ...emailContent(),
        subject: null,
        html: null,
        preheader: null,
        text: `{{otp}} ${all.slice(7)}`,
      }),
    ).toEqual([]);
  });
});

describe("a machine that is busy", () => {
  it("keeps no message from being filled, however long that takes", async () => {
    let slow = 0;
    const slowly = (value: string) => {
      for (const until = performance.now() + 200; performance.now() < until; ) slow += 1;
      return value;
    };
    const content = { subject: null, preheader: null, html: null, text: "{{code}} is your {{app.name}} code" };
    const { text } = await render(content, { channel: "discord" }, slowly);
    expect([text, slow > 0]).toEqual(["482913507 is your Northwind code", true]);
  });
});

describe("hostile values", () => {
  const VALUES = [
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    `' onmouseover='alert(1)`,
    "javascript:alert(1)",
    "{{code}} {{app.name}} {{/if}}",
    "{% if %}{{ 'x' }}",
    "\u0001 v \u0002\u0003 endif \u0004",
    "\ue0001\ue001",
    "$& $1 $` $'",
    "a\r\nBcc: eve@evil.example\r\n\r\nbody",
    "a\u2028b\u0000c\u0085d",
    "\u202emoc live\u202c",
    "\ud800 lone",
    "x".repeat(5_000),
    "</title></style></body></html><p>",
    "<!-- --> ]]>",
    "&lt;b&gt; &amp;",
    "constructor __proto__",
  ];
  const everything = [...CUSTOM_VARIABLES, { name: "data.order" }]
    .filter(({ name }) => !name.startsWith("code"))
    .map(
      ({ name }) =>
        `{{${name}}} {{#if ${name}}}<b title="{{${name}}}" style='color:#000'>{{${name} | fallback: "f"}}</b>{{/if}}`,
    )
    .join("\n");
  const content = emailContent({
    subject: "{{code}} {{app.name}} {{request.location}} {{app.postal_address}} {{data.order}}",
    preheader: "{{request.location}} {{app.name}}",
    html: templatePage(`<a href="mailto:{{app.support_email}}">m</a><a href="https://{{app.domain}}/x">d</a>
      <img src="{{app.logo_url}}" alt="{{app.name}}"><p style="color:{{app.accent}}">{{code}}</p>${everything}`),
    text: `{{code}} {{recipient.name}} {{data.order}} ${CUSTOM_VARIABLES.filter(({ name }) => name.startsWith("app."))
      .map(({ name }) => `{{${name}}}`)
      .join(" ")}`,
  });

  it("are published in a template that has them all, everywhere they may stand", () => {
    expect(templateErrors("email", content)).toEqual([]);
  });

  it.each(VALUES.map((value) => [JSON.stringify(value).slice(0, 40), value]))("%s adds nothing", async (_, value) => {
    const with_ = (text: string) => ({
      brand: { name: text, domain: text, postalAddress: text, supportEmail: text, logoUrl: text, accent: text },
      destination: text,
      recipientName: text,
      metadata: { order: text },
      context: { requestedAt: new Date("2026-11-20T14:22:10Z"), userAgent: text, location: text },
    });
    const plain = await render(content, with_("pl ain"));
    const hostile = await render(content, with_(value));
    const elements = (document: string | null) =>
      structureOf(document ?? "").map((line) => line.replace(/ (https|mailto):.*$/, ""));
    expect(elements(hostile.html)).toEqual(elements(plain.html));
    for (const line of structureOf(hostile.html ?? "")) expect(line).not.toMatch(/javascript:|data:/);
    for (const part of [hostile.subject ?? "", hostile.text, (hostile.html ?? "").replaceAll("\n", "")]) {
      expect(part).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      expect(part.isWellFormed()).toBe(true);
    }
    expect(Buffer.byteLength(hostile.html ?? "")).toBeLessThan(60_000);
  });

  it("are in one message alone", async () => {
    await render(content, { brand: { name: "First", domain: null, postalAddress: "One Street" } });
    const second = await render(content, { brand: { name: "Second", domain: null, postalAddress: "Two Street" } });
    expect(`${second.subject}${second.html}${second.text}`).not.toMatch(/First|One Street/);
  });
});
