import { describe, expect, it } from "vitest";
import { checkTemplate } from "@/lib/templates/custom/check-template";
import type { TemplateContent } from "@/lib/templates/custom/content";
import { emailContent, templateErrors, templatePage } from "@/tests/support/templates";

function html(body: string): string[] {
  return templateErrors("email", emailContent({ html: templatePage(body) }));
}

function warnings(content: TemplateContent): string[] {
  return checkTemplate("email", content)
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => message);
}

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
    ["<p>{{data.shop}}{{code}}</p>", "becomes a link"],
    ["<p>{{recipient.name}}<b>{{code}}</b></p>", "becomes a link"],
    ["<a href='https://x.dev/{{data.order}}'>x</a>{{code}}", "may be filled with"],
    ["<p style='color:{{data.colour}}'>{{code}}</p>", "can stand in a style"],
    ["<p>https://x.dev/{{#if app.name}}{{code}}{{/if}}</p> {{code}}", "becomes a link"],
    ['<p>{{request.location | fallback: "https://evil.example/?c="}}{{code}}</p>', "becomes a link"],
    ['<p>evil{{request.location | fallback: ".example"}}<b>{{code}}</b></p>', "becomes a link"],
    ['<p>see {{request.location | fallback: "evil.example/ or "}}{{code}}</p>', "becomes a link"],
    ["<p>evil.{{request.location}}example{{code}}</p>", "becomes a link"],
    ["<p>https://evil.example/?c={{#if request.location}} {{/if}}{{code}}</p>", "becomes a link"],
    ["<p>evil.{{#if request.location}} -{{/if}}example?{{code}}</p>", "becomes a link"],
    [`<p>x.dev/{{#if year}} {{/if}}${"{{#if dir}}a {{/if}}".repeat(40)}{{code}}</p>`, "becomes a link"],
    [`<a href='{{app.domain | fallback: "https://evil.example"}}'>x</a>{{code}}`, "not in an attribute"],
    [`<a href='https://{{app.domain | fallback: "evil.example"}}'>x</a>{{code}}`, "not in an attribute"],
    [`<img src='{{app.logo_url | fallback: "https://evil.example/a"}}' alt=''>{{code}}`, "not in an attribute"],
    [
      `<p style='color:{{app.accent | fallback: "red;background:url(//evil.example)"}}'>{{code}}</p>`,
      "not in an attri",
    ],
    [
      `<style>.a{color:{{app.accent | fallback: "red;background:url(//evil.example)"}} }</style>{{code}}`,
      "not in a style",
    ],
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
    ["{{data.order.id}} {{code}}", "After data. comes one name"],
    ["{{data}} {{code}}", "There is no variable"],
    ["{{app_name}} {{code}}", "Did you mean {{app.name}}"],
    ["{{#if app.name}} {{code}}", "Nothing closes"],
    ["{{/if}} {{code}}", "There is no {{#if}}"],
    ["{{ {{code}}", "Close this"],
    [`${"{{#if app.name}}".repeat(9)}${"{{/if}}".repeat(9)}{{code}}`, "At most 4"],
    ["\u0001 v['code'] \u0002{{code}}", "cannot be seen"],
    ["\u202e{{code}}", "cannot be seen"],
    ["\ue0000\ue001{{code}}", "cannot be seen"],
    ["{{code}} ".repeat(201), "At most 200"],
    [`${"<div>".repeat(99)}{{code}}${"</div>".repeat(99)}`, "At most 100"],
    [`{{code}}${"<b>".repeat(12_000)}`, "At most 100"],
  ])("%s", (body, why) => {
    expect(html(body).join("\n")).toMatch(new RegExp(why.replace(/[{}.()]/g, "\\$&")));
  });

  it("is named with its part and its line", () => {
    expect(
      templateErrors(
        "email",
        emailContent({
          html: templatePage("\n<p>{{code}}</p>\n\n<p>{{nope}}</p>"),
          text: "a\n{{code}}\nwww.x.dev/{{code}}",
        }),
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
    expect(templateErrors("email", emailContent({ subject })).join()).toContain(why);
  });

  it.each([
    "@evil.example #{{code}}",
    "{{code}}\n @evil.example #1",
    "https://x.dev/{{code}}",
    "hello",
    '{{code}}\n{{request.location | fallback: "@evil.example #"}}{{request.device}}',
    '{{code}} from {{request.location | fallback: " @evil.example"}}',
    "{{code}}\n{{request.location}}@evil.example #1",
    '{{code}}\n{{request.location | fallback: " "}}@evil.example #1',
    "{{code}}\n{{#if request.location}}Near you {{/if}}@evil.example #1",
    "{{code}} {{#if request.location}}\n{{/if}}@evil.example #1",
    "{{code}}\n\u200b@evil.example #1",
    '{{request.location | fallback: "\n@evil.example #"}} {{code}}',
    '{{request.location | fallback: "https://evil.example/?c="}}{{code}}',
  ])("a text message %j", (text) => {
    expect(templateErrors("sms", { subject: null, preheader: null, html: null, text })).toHaveLength(1);
  });

  it.each([
    ["subject", '{{request.location | fallback: "evil.example/"}}{{code}}'],
    ["preheader", '{{request.location | fallback: "https://evil.example/?c="}}{{code}}'],
  ])("a %s whose fallback makes a link of the code", (part, text) => {
    expect(templateErrors("email", emailContent({ [part]: text })).join()).toContain("becomes a link");
  });
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
    `${"<div>".repeat(98)}{{code}}${"</div>".repeat(98)}${"<br>x".repeat(200)}`,
    "<p>{{code}}{{#if app.domain}} for {{app.domain}}{{/if}}. {{#if request.location}}Not there? {{/if}}{{code}}</p>",
    "<p>#{{code}} {{code_spaced}} &amp; &lt;b&gt; 1 > 0</p>",
  ])("%s", (body) => {
    expect(html(body)).toEqual([]);
  });

  it.each([
    "Ask help@x.dev. {{code}}",
    "{{#if request.location}}From {{request.location}} {{/if}}{{code}}",
    "{{code}} {{#if app.support_email}}\nHelp: help@x.dev{{/if}}",
    '{{app.name | fallback: "Us"}} @ {{request.location | fallback: "somewhere"}}: {{code}}',
  ])("a text message %j", (text) => {
    expect(templateErrors("sms", { subject: null, preheader: null, html: null, text })).toEqual([]);
  });

  it("is warned of what its readers would notice", () => {
    const plain = emailContent({
      html: `<html><body><img src="https://x.dev/a.png"><p style="color:#999;background:#fff">{{code}}</p>${"<p>x</p>".repeat(7000)}</body></html>`,
    });
    expect(warnings(plain).map((message) => message.split(" ").slice(0, 4).join(" "))).toEqual([
      "The html element has",
      "Nothing is said of",
      "55 kB of HTML:",
      "An image has no",
      "The contrast of this",
    ]);
    expect(warnings(emailContent())).toEqual([]);
  });
});

describe("hostile templates", () => {
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
    ["a word of many readings", `${"{{#if dir}}a -{{/if}}".repeat(99)}${"b".repeat(50_000)}`],
    ["entities", "&amp".repeat(15_000)],
    ["styles", "<style>".repeat(8_500)],
    ["attributes", `<p${" a='1'".repeat(9_900)}>`],
  ])("%s are judged at once", (_, source) => {
    // What takes quadratic time at this length takes longer than a test may.
    expect(() => checkTemplate("email", emailContent({ html: source.slice(0, 60_000) }))).not.toThrow();
  });
});
