import { describe, expect, it } from "vitest";
import { checksOf } from "@/components/mailbox/checks";
import { outgoing } from "../../support/delivery-rig";

const MAIL = {
  code: "482913507",
  subject: "482913507 is your code",
  text: "482913507 is your code.",
  html: "<p>482913507</p>",
};

const troubles = (changes: Partial<typeof MAIL>) =>
  checksOf({ ...MAIL, ...changes }).flatMap(({ what, good, found }) => (good ? [] : [`${what}: ${found}`]));

describe("the checks of a mail in the Mailbox", () => {
  it("find nothing in the built-in design", async () => {
    const { subject, text, html } = await outgoing();
    const checks = checksOf({ code: "482913507", subject, text, html: html ?? "" });
    expect(checks.map(({ what, good }) => [what, good])).toEqual(
      ["Size", "Links", "Images", "HTML and CSS", "Text part", "Subject", "Words"].map((what) => [what, true]),
    );
    expect(checks[0]?.found).toMatch(/^\d\.\d kB\. Gmail/);
  });

  it.each<[string, Partial<typeof MAIL>, string]>([
    ["a mail that Gmail cuts off", { html: `<p>${"x".repeat(105_000)}</p>` }, "Size: 102.5 kB."],
    [
      "a link with the code",
      { html: `<a class="go" href="https://x.dev/482913507">go</a>` },
      "Links: One has the code",
    ],
    ["an image without words", { html: `<img src="https://x.dev/a.png"><img alt="" src="b">` }, "Images: 1 of 2"],
    [
      "a layout that Outlook leaves out",
      { html: `<p style="display: flex">482913507</p>` },
      "HTML and CSS: Not everywhere: flex",
    ],
    [
      "a picture behind the text",
      { html: `<td style="background:#fff url(https://x.dev/a.png)">` },
      "background images",
    ],
    ["no text part", { text: " " }, "Text part: Empty"],
    ["a text part without the code", { text: "Your code" }, "Text part: The code is not in it."],
    ["no subject", { subject: "" }, "Subject: Empty."],
    ["a long subject", { subject: "482913507 ".repeat(9) }, "Subject: 90 characters"],
    [
      "what spam says",
      { text: "482913507 Act now!! You are a WINNER" },
      "Words: Spam filters look for “act now”, “winner”, “!!”.",
    ],
    [
      "a subject that shouts",
      { subject: "482913507 IS YOUR CODE" },
      "Words: Spam filters look for a subject in capitals.",
    ],
  ])("find %s", (_, changes, words) => {
    expect(troubles(changes)).toEqual([expect.stringContaining(words)]);
  });

  it("say where links lead, and that a message without a code lacks none", () => {
    const html = `<a href='https://x.dev/help'>help</a> <a href="mailto:help@x.dev">mail</a>`;
    const found = checksOf({ ...MAIL, html }).map((check) => check.found);
    expect(found[1]).toBe("2 links, none with the code: https://x.dev/help, mailto:help@x.dev");
    expect(checksOf({ ...MAIL, code: null }).every(({ good }) => good)).toBe(true);
  });
});
