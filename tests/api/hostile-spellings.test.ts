import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { readMail, signUpByMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { call, type Tenant, told } from "@/tests/support/tenants";

let smtp: SmtpTestServer;
let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  smtp = await startSmtpServer();
  app = await startApp({ env: { SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>" } });
  tenant = await signUpByMail(app, smtp, "owner@acme.dev");
});

afterAll(async () => {
  await app.close();
  await smtp.close();
});

const ask = (key: string, body: object) => call(app, "POST", "/api/auth/request-otp", { key, body });

const MAILBOX = "ada.lovelace@xn--bcher-kva.example";

/** One mailbox, as people and machines write it. */
const SPELLINGS = [
  "ada.lovelace@bücher.example",
  "Ada.Lovelace@Bücher.Example",
  "ADA.LOVELACE@BÜCHER.EXAMPLE",
  " ada.lovelace@bücher.example",
  "ada.lovelace@bücher.example ",
  "\tada.lovelace@bücher.example\r\n",
  "\u00a0ada.lovelace@bücher.example\u00a0",
  "ada.lovelace@bu\u0308cher.example",
  "ada.lovelace@BU\u0308CHER.EXAMPLE",
  "ada.lovelace@xn--bcher-kva.example",
  "Ada.Lovelace@XN--BCHER-KVA.example",
];

/** What only looks like it, or like several. */
const DISGUISES = [
  "Ada <ada.lovelace@bücher.example>",
  "<ada.lovelace@bücher.example>",
  '"Ada Lovelace" <ada.lovelace@bücher.example>',
  '"ada.lovelace"@bücher.example',
  "ada.lovelace(comment)@bücher.example",
  "ada.lovelace@(comment)bücher.example",
  "mailto:ada.lovelace@bücher.example",
  "ada.lovelace@bücher.example?cc=eve@example.com",
  "ada.lovelace@bücher.example,eve@example.com",
  "ada.lovelace@bücher.example;eve@example.com",
  "ada.lovelace@bücher.example eve@example.com",
  "eve@example.com,ada.lovelace@bücher.example",
  "ada.lovelace@bücher.example\r\nBcc: eve@example.com",
  "ada.lovelace@bücher.example\nRCPT TO:<eve@example.com>",
  "ada.lovelace\r\n@bücher.example",
  "ada.lovelace@bücher.example\u0000",
  "ada.lovelace@bücher.example\u0000@example.com",
  "ada.lovelace@bücher.example\u2028eve@example.com",
  "ada.lovelace＠bücher.example",
  "ada.lovelace@bücher．example",
  "ada．lovelace@bücher.example",
  "аda.lovelace@bücher.example",
  "ada.love\u200blace@bücher.example",
  "ada.lovelace@bü\u00adcher.example",
  "\u202eada.lovelace@bücher.example",
  "@eve.example:ada.lovelace@bücher.example",
  "ada.lovelace%bücher.example@eve@example.com",
  "eve@example.com!ada.lovelace@bücher.example@",
  "ada.lovelace@bücher.example.",
  "ada..lovelace@bücher.example",
  "ada.lovelace@[127.0.0.1]",
  "ada.lovelace@localhost",
  "=?utf-8?q?ada?=@bücher.example@eve.example",
  "eve@example.com, =?utf-8?q?ada?= <ada.lovelace@bücher.example>",
];

describe("the spellings of one mailbox", () => {
  it("are forty and more", () => {
    expect(new Set([...SPELLINGS, ...DISGUISES]).size).toBeGreaterThanOrEqual(40);
  });

  it("are mailed to it and to nobody else, or refused before anything is sent", async () => {
    const answers: Record<string, string> = {};
    for (const email of [...SPELLINGS, ...DISGUISES]) {
      // Three codes an hour to an identifier: each asks in an hour of its own.
      app.clock.advance(3700);
      const before = smtp.recipientCommands.length;
      const answer = told(await ask(tenant.live.secret, { email }));
      answers[email] = answer;
      const recipients = smtp.recipientCommands.slice(before);
      expect(recipients.length).toBe(answer === "200" ? 1 : 0);
      for (const command of recipients) expect(command).toContain(`<${MAILBOX}>`);
    }
    expect(answers).toEqual({
      ...Object.fromEntries(SPELLINGS.map((email) => [email, "200"])),
      // No text in a request may hold a NUL, whatever it stands for.
      ...Object.fromEntries(
        DISGUISES.map((email) => [email, email.includes("\0") ? "400 invalid_request" : "400 invalid_email"]),
      ),
    });
  });

  it("are one recipient to the reader of the mail's headers too", async () => {
    const mail = await readMail(smtp.received.at(-1));
    expect(mail.to?.map(({ address }) => address)).toEqual([MAILBOX]);
    expect([mail.cc ?? [], mail.bcc ?? []]).toEqual([[], []]);
  });

  it("count as one: all of them together get what one identifier gets", async () => {
    app.clock.advance(3700);
    const answers: string[] = [];
    for (const email of SPELLINGS.slice(0, 5)) {
      answers.push(told(await ask(tenant.live.secret, { email })));
      app.clock.advance(31);
    }
    expect(answers).toEqual(["200", "200", "200", "429 rate_limited", "429 rate_limited"]);
  });
});

const Mailbox = z.object({ data: z.array(z.object({ to: z.string() })) });

describe("the spellings of one number", () => {
  it.each(["+1 415 555 2671", "+1 (415) 555-2671", "+1.415.555.2671", " +14155552671 ", "+1-415-555-2671"])(
    "%j is sent to it",
    async (phone) => {
      expect(told(await ask(tenant.test.secret, { phone }))).toBe("200");
      const { body } = await call(app, "GET", "/api/test/messages", { key: tenant.test.secret });
      expect(new Set(Mailbox.parse(body).data.map(({ to }) => to))).toEqual(new Set(["+14155552671"]));
    },
  );

  it.each([
    ["+14155552671,+14155552672", "a list"],
    ["+14155552671;+14155552672", "a list"],
    ["+14155552671 +14155552672", "two numbers"],
    ["+14155552671\r\nTo: +14155552672", "a header"],
    ["+14155552671;ext=5", "an extension"],
    ["tel:+14155552671", "a link"],
    ["whatsapp:+14155552671", "another channel's address"],
    ["4155552671", "no country"],
    ["+１４１５５５５２６７１", "full-width digits"],
    ["+19002345678", "premium rate, North America"],
    ["+449098765432", "premium rate, United Kingdom"],
    ["+49180512345", "shared cost, Germany"],
    ["+12345", "a short number"],
    ["911", "an emergency"],
    ["+881612345678", "a satellite"],
    ["+979123456789", "international premium rate"],
  ])("%j is refused: %s", async (phone) => {
    expect(told(await ask(tenant.test.secret, { phone }))).toBe("400 invalid_phone");
    expect(told(await ask(tenant.live.secret, { phone }))).toBe("400 invalid_phone");
  });
});
