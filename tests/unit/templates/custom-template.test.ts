import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import type { Channel } from "@/lib/delivery/channel";
import { checkTemplate } from "@/lib/templates/custom/check-template";
import { compileContent } from "@/lib/templates/custom/compiled-template";
import type { TemplateContent } from "@/lib/templates/custom/content";
import { CUSTOM_VARIABLES } from "@/lib/templates/custom/custom-variables";
import { writeOut } from "@/lib/templates/custom/parse-template";
import { escapeDiscord } from "@/lib/templates/render-chat";
import { type OtpMessage, renderOtpMessage } from "@/lib/templates/render-otp-message";

const page = (body: string) =>
  `<html lang="{{locale}}" dir="{{dir}}"><head><meta name="color-scheme" content="light dark"></head><body>${body}</body></html>`;

function email(changes: Partial<TemplateContent> = {}): TemplateContent {
  return {
    subject: "{{code}} for {{app.name}}",
    preheader: "Works {{expires_in}}",
    html: page("<p>{{code}}</p>"),
    text: "{{code}}",
    ...changes,
  };
}

function html(body: string): string[] {
  return errors("email", email({ html: page(body) }));
}

function errors(channel: Channel, content: TemplateContent): string[] {
  return checkTemplate(channel, content)
    .filter(({ severity }) => severity === "error")
    .map(({ part, line, message }) => `${part} ${line}: ${message}`);
}

function warnings(content: TemplateContent): string[] {
  return checkTemplate("email", content)
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => message);
}

async function render(content: TemplateContent, changes: Partial<OtpMessage> = {}) {
  const channel = changes.channel ?? "email";
  return renderOtpMessage({
    purpose: "sign_in",
    channel,
    locale: "en",
    brand: { name: "Northwind", domain: "northwind.dev", postalAddress: "12 Alley Lane", supportEmail: "help@x.dev" },
    environmentKind: "live",
    code: "482913507",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: { requestedAt: new Date("2026-11-20T14:22:10Z"), location: "Leeds" },
    codeInSubject: true,
    ...changes,
    template: compileContent(channel, 3, content, escapeDiscord),
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
      email({
        html: page(
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
    const open = await render(email({ preheader: "{{code}} & more" }));
    expect(open.html).toMatch(/<body><div style="display:none[^"]*">482913507 &amp; more/);
    expect(open.preheader).toBe("482913507 & more");
    const kept = await render(email({ preheader: "{{code}} & more" }), { codeInSubject: false });
    expect(kept.subject).toBe("Your Northwind code");
    expect(kept.html).not.toContain("more");
    expect(kept.preheader).toBeNull();
  });

  it("says Test in the subject in a test environment", async () => {
    const { subject } = await render(email(), { environmentKind: "test" });
    expect(subject).toBe("[Test] 482913507 for Northwind");
  });

  it("leaves out what is not known, with everything between #if and /if", async () => {
    const content = email({
      text: "{{code}}{{#if request.location}} near {{request.location}}{{#if app.name}}!{{/if}}{{/if}}",
    });
    expect((await render(content)).text).toBe("482913507 near Leeds!");
    expect((await render(content, { context: { requestedAt: new Date(0) } })).text).toBe("482913507");
  });

  it("ends a text message with the line of the project's domain, and no value makes another one", async () => {
    const content = { subject: null, preheader: null, html: null, text: "{{code}}\n{{request.location}}" };
    const context = { requestedAt: new Date(0), location: "@evil.example #111111" };
    const { text } = await render(content, { channel: "sms", context, destination: "+14155550123" });
    expect(text).toBe("482913507\nevil.example 111111\n\n@northwind.dev #482913507");
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
      errors("hook", { ...email(), subject: null, html: null, preheader: null, text: `{{otp}} ${all.slice(7)}` }),
    ).toEqual([]);
  });
});

describe("what cannot be published", () => {
  it.each([
    ["<p>no code</p>", "The code is missing"],
    ["<p>{{#if app.name}}{{code}}{{/if}}</p>", "The code is missing"],
    ["<script>alert(1)</script>{{code}}", "Scripts"],
    ["<SCRIPT src=x></SCRIPT>{{code}}", "Scripts"],
    ["<form action='https://x.dev'>{{code}}</form>", "Forms"],
    ["<p>{{code}}</p><input>", "Forms"],
    ["<p onclick='x()'>{{code}}</p>", "Event handlers"],
    ["<img src='https://x.dev/a.png' alt='' onerror=alert(1)>{{code}}", "Event handlers|cannot be read"],
    ["<a href='javascript:alert(1)'>x</a>{{code}}", "Must be an https"],
    ["<a href='&#106;avascript:alert(1)'>x</a>{{code}}", "Must be an https"],
    ["<a href='java\tscript:alert(1)'>x</a>{{code}}", "Must be an https"],
    ["<a href='data:text/html,x'>x</a>{{code}}", "Must be an https"],
    ["<a href='//evil.example'>x</a>{{code}}", "Must be an https"],
    ["<a href='https://bank.example@evil.example/'>x</a>{{code}}", "Must be an https"],
    ["<a href='https://x.dev/?c={{code}}'>x</a>{{code}}", "must not carry the code"],
    ["<a href='https://x.dev/{{app.name}}'>x</a>{{code}}", "may be filled with"],
    ["<a href='{{app.domain}}'>x</a>{{code}}", "may be filled with"],
    ["<a href='https://{{app.domain}}.evil.example'>x</a>{{code}}", "may be filled with"],
    ["<a href='https://x.dev'>{{code}}</a>", "inside a link"],
    ["<a href='https://x.dev'><b>{{otp}}</b></a>{{code}}", "inside a link"],
    ["<a href='https://x.dev'>go{{#if app.name}}</a>{{/if}} {{code}}", "before {{/if}}"],
    ["<p>https://x.dev/{{code}}</p>", "becomes a link"],
    ["<p>https://x.dev/<b>{{code}}</b></p>", "becomes a link"],
    ["<p>x.dev?{{code}}</p>", "becomes a link"],
    ["<p>{{app.domain}}/{{code}}</p>", "becomes a link"],
    ["<p>{{app.domain}}<span>{{code}}</span></p>", "becomes a link"],
    ["<p>https://x.dev/{{#if app.name}}{{code}}{{/if}}</p> {{code}}", "becomes a link"],
    ["<p title='{{code}}'>{{code}}</p>", "belongs in the text"],
    ["<p title={{app.name}}>{{code}}</p>", "in quotes|cannot be read"],
    ["<{{app.name}}>{{code}}", "cannot be read"],
    ["<p {{app.name}}='x'>{{code}}</p>", "cannot be read"],
    ["<p {{#if app.name}}title='x'{{/if}}>{{code}}</p>", "cannot be read"],
    ["<p title='{{#if app.name}}x{{/if}}'>{{code}}</p>", "between tags"],
    ["<!-- {{app.name}} -->{{code}}", "cannot stand here"],
    ["{{#if app.name}}<!--{{/if}} {{#if app.name}}-->{{/if}}{{code}}", "cannot stand here|before"],
    ["<!--[if mso]><script>x</script><![endif]-->{{code}}", "Comments with conditions"],
    ["<!--><script>x</script>-->{{code}}", "Comments|Scripts"],
    ["<![CDATA[<script>]]>{{code}}", "cannot be read"],
    ["<?php x ?>{{code}}", "cannot be read"],
    ["<p title='a>b'>{{code}}</p>", "cannot be read"],
    ["<p\u00a0title='x'>{{code}}</p>", "cannot be read"],
    ["<svg><script>x</script></svg>{{code}}", "SVG|Scripts"],
    ["<iframe src='https://x.dev'></iframe>{{code}}", "Other documents"],
    ["<link rel='stylesheet' href='https://x.dev/a.css'>{{code}}", "Styles and fonts"],
    ["<base href='https://evil.example/'>{{code}}", "base address"],
    ["<meta http-equiv='refresh' content='0;url=https://evil.example'>{{code}}", "http-equiv"],
    ["<style>@import 'https://evil.example/a.css';</style>{{code}}", "must not load"],
    ["<style>.a{background:url(https://evil.example)}</style>{{code}}", "must not load"],
    ["<style>.a{background:u\\72l(https://evil.example)}</style>{{code}}", "must not load"],
    ["<style>.a{color:{{app.name}}}</style>{{code}}", "Only {{app.accent}}|There is no raw|not something"],
    ["<p style='background:url(https://x.dev)'>{{code}}</p>", "must not load"],
    ["<p style='color:{{request.location}}'>{{code}}</p>", "Only {{app.accent}}"],
    ["<title>{{#if app.name}}x{{/if}}</title>{{code}}", "A title"],
    ["{{#if app.name}}<title>{{/if}}<script>x</script></title>{{code}}", "title|Scripts|before"],
    ["<textarea>{{code}}</textarea>", "Forms"],
    ["<noscript><p title='</noscript><script>x</script>'>{{code}}</p></noscript>", "cannot be read|not allowed"],
    ["<math><mtext></mtext></math>{{code}}", "not allowed"],
    ["<img src='https://x.dev/{{recipient.email}}' alt=''>{{code}}", "Must be {{app.logo_url}}"],
    ["<img src='http://x.dev/a.png' alt=''>{{code}}", "Must be {{app.logo_url}}"],
    ["<td background='https://x.dev/a.png'>{{code}}</td>", "not allowed"],
    ["{{{code}}} {{code}}", "no raw output"],
    ["{{code | raw}} {{code}}", "not something"],
    ["{{#each items}}{{code}}{{/each}}", "not something"],
    ["{{code.constructor}} {{code}}", "There is no variable"],
    ["{{__proto__}} {{code}}", "not something"],
    ["{{constructor}} {{code}}", "There is no variable"],
    ["{{cod}} {{code}}", "Did you mean {{code}}"],
    ["{{app_name}} {{code}}", "Did you mean {{app.name}}"],
    ["{{#if app.name}} {{code}}", "Nothing closes"],
    ["{{/if}} {{code}}", "There is no {{#if}}"],
    ["{{ {{code}}", "Close this"],
    [`${"{{#if app.name}}".repeat(9)}${"{{/if}}".repeat(9)}{{code}}`, "At most 4"],
    ["\u0001 v['code'] \u0002{{code}}", "cannot be seen"],
    ["\u202e{{code}}", "cannot be seen"],
    ["\ue0000\ue001{{code}}", "cannot be seen"],
    ["{{code}} ".repeat(201), "At most 200"],
  ])("%s", (body, why) => {
    expect(html(body).join("\n")).toMatch(new RegExp(why.replace(/[{}.()]/g, "\\$&")));
  });

  it("is named with its part and its line", () => {
    expect(
      errors(
        "email",
        email({ html: page("\n<p>{{code}}</p>\n\n<p>{{nope}}</p>"), text: "a\n{{code}}\nwww.x.dev/{{code}}" }),
      ),
    ).toEqual([
      "html 4: There is no variable {{nope}}",
      "text 3: The code stands in something that becomes a link: put a space around it",
    ]);
  });

  it.each([
    ["a\nBcc: eve@evil.example", "Must be one line"],
    ["a\r\nBcc: x", "cannot be seen"],
    ["  ", "Must not be empty"],
    ["a\u2028b", "cannot be seen"],
    ["x".repeat(201), "At most 200 characters"],
  ])("a subject %j", (subject, why) => {
    expect(errors("email", email({ subject })).join()).toContain(why);
  });

  it.each(["@evil.example #{{code}}", "{{code}}\n @evil.example #1", "https://x.dev/{{code}}", "hello"])(
    "a text message %j",
    (text) => {
      expect(errors("sms", { subject: null, preheader: null, html: null, text })).toHaveLength(1);
    },
  );
});

describe("what can", () => {
  it.each([
    "<p>{{code}}</p>",
    '<a href="https://{{app.domain}}/help?x=1#y">Help</a> <p>{{code}}</p>',
    '<a href="mailto:{{app.support_email}}">Mail us</a> <p>{{code}}</p>',
    '<a href="https://x.dev/help">Help</a> <a href="tel:+14155550123">Call</a> <p>{{code}}</p>',
    '<img src="{{app.logo_url}}" alt="{{app.name}}" width="120"><br/><p style="color:{{app.accent}}">{{code}}</p>',
    "<style>.a{color:{{app.accent}}} @media (prefers-color-scheme:dark){.b > .c{color:#fff}}</style><p>{{code}}</p>",
    "<!-- a plain comment --><table role='presentation' cellpadding=0><tr><td>{{code}}</td></tr></table>",
    '<p>{{#if request.location}}<b>Near</b> {{request.location | fallback: "it\'s"}}{{/if}} ({{code}}).</p>',
    "<p>#{{code}} {{code_spaced}} &amp; &lt;b&gt; 1 > 0</p>",
  ])("%s", (body) => {
    expect(html(body)).toEqual([]);
  });

  it("is warned of what its readers would notice", () => {
    const plain = email({
      html: `<html><body><img src="https://x.dev/a.png"><p style="color:#999;background:#fff">{{code}}</p>${"<p>x</p>".repeat(7000)}</body></html>`,
    });
    expect(warnings(plain).map((message) => message.split(" ").slice(0, 4).join(" "))).toEqual([
      "The html element has",
      "Nothing is said of",
      "55 kB of HTML:",
      "An image has no",
      "The contrast of this",
    ]);
    expect(warnings(email())).toEqual([]);
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
    "\u202emoc.live\u202c",
    "\ud800 lone",
    "x".repeat(5_000),
    "</title></style></body></html><p>",
    "<!-- --> ]]>",
    "&lt;b&gt; &amp;",
    "constructor __proto__",
  ];
  const everything = CUSTOM_VARIABLES.filter(({ name }) => !name.startsWith("code"))
    .map(
      ({ name }) =>
        `{{${name}}} {{#if ${name}}}<b title="{{${name}}}" style='color:#000'>{{${name} | fallback: "f"}}</b>{{/if}}`,
    )
    .join("\n");
  const content = email({
    subject: "{{code}} {{app.name}} {{request.location}} {{app.postal_address}}",
    preheader: "{{request.location}} {{app.name}}",
    html: page(`<a href="mailto:{{app.support_email}}">m</a><a href="https://{{app.domain}}/x">d</a>
      <img src="{{app.logo_url}}" alt="{{app.name}}"><p style="color:{{app.accent}}">{{code}}</p>${everything}`),
    text: `{{code}} ${CUSTOM_VARIABLES.filter(({ name }) => name.startsWith("app."))
      .map(({ name }) => `{{${name}}}`)
      .join(" ")}`,
  });

  it("are published in a template that has them all, everywhere they may stand", () => {
    expect(errors("email", content)).toEqual([]);
  });

  it.each(VALUES.map((value) => [JSON.stringify(value).slice(0, 40), value]))("%s adds nothing", async (_, value) => {
    const with_ = (text: string) => ({
      brand: { name: text, domain: text, postalAddress: text, supportEmail: text, logoUrl: text, accent: text },
      destination: text,
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

describe("what it costs", () => {
  const timed = (work: () => unknown): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };

  it.each([
    ["braces", "{{".repeat(30_000)],
    ["angles", "<".repeat(60_000)],
    ["an open tag", `<a ${"b ".repeat(29_000)}`],
    ["spaces in a tag", `<a${" ".repeat(59_000)}!`],
    ["an open value", `<a b="${"x".repeat(59_000)}`],
    ["comments", "<!--".repeat(15_000)],
    ["deep nesting", "<div>".repeat(12_000)],
    ["nested ifs", "{{#if code}}".repeat(5_000)],
    ["a long word", "a.".repeat(30_000)],
    ["entities", "&amp".repeat(15_000)],
    ["styles", "<style>".repeat(8_500)],
    ["attributes", `<p${" a='1'".repeat(9_900)}>`],
  ])("%s are judged at once", (_, source) => {
    expect(timed(() => checkTemplate("email", email({ html: source.slice(0, 60_000) })))).toBeLessThan(2_000);
  });

  it("is a fraction of a millisecond a message", async () => {
    const content = email();
    const template = compileContent("email", 1, content, escapeDiscord);
    const message = { ...(await messageOf()), template };
    await renderOtpMessage(message);
    const started = performance.now();
    for (let count = 0; count < 200; count += 1) await renderOtpMessage(message);
    expect((performance.now() - started) / 200).toBeLessThan(1);
  });

  async function messageOf(): Promise<OtpMessage> {
    return {
      purpose: "sign_in",
      channel: "email",
      locale: "en",
      brand: { name: "Northwind", domain: "northwind.dev", postalAddress: null },
      environmentKind: "live",
      code: "482913507",
      expiresMinutes: 10,
      destination: "ada@x.dev",
      context: { requestedAt: new Date(0) },
      codeInSubject: true,
    };
  }
});
