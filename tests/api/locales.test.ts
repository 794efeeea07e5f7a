import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { codeInMail, readMail, signUpByMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { call, requestCode, signIn, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

let app: TestApp;
let smtp: SmtpTestServer;
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

const Messages = z.object({ data: z.array(z.object({ html: z.string().nullable(), code: z.string() })) });
const languageOf = (html: string | null | undefined) => /<html[^>]* lang="([^"]+)"/.exec(html ?? "")?.[1];

/** The language of the newest message to somebody in the test environment's Mailbox. */
async function inMailbox(to: string): Promise<string | undefined> {
  const { body } = await call(app, "GET", `/api/test/messages?to=${to}`, { key: tenant.test.secret });
  return languageOf(Messages.parse(body).data[0]?.html);
}

async function languageFor(email: string, asked: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  await requestCode(app, tenant.test.secret, { email, ...asked });
  return inMailbox(email);
}

const setLocale = (token: string, locale: string | null) =>
  call(app, "PATCH", "/api/auth/me", { token, body: { locale } });

const setProjectLocale = (locale: string | null) =>
  call(app, "PUT", "/api/admin/config/email", { key: tenant.live.secret, body: { locale } });

describe("the language of a message in the Mailbox", () => {
  it("is the request's, then the user's own, then the project's, then English", async () => {
    expect(await languageFor("ada@example.com")).toBe("en");
    const ada = await signIn(app, tenant.test, "ada@example.com");
    expect(told(await setLocale(ada.accessToken, "de-AT"))).toBe("200");
    expect(told(await setProjectLocale("ja"))).toBe("200");
    expect(await languageFor("ada@example.com")).toBe("de");
    expect(await languageFor("ada@example.com", { locale: "fr-CA" })).toBe("fr");
    expect(await languageFor("new@example.com")).toBe("ja");
    expect(await languageFor("new@example.com", { locale: "pt" })).toBe("pt-BR");
    // Nobody speaks it here: the project's.
    expect(await languageFor("ada@example.com", { locale: "da" })).toBe("ja");
    await setLocale(ada.accessToken, null);
    expect(await languageFor("ada@example.com")).toBe("ja");
    await setProjectLocale(null);
    expect(await languageFor("ada@example.com")).toBe("en");
  });

  it("stays that of the challenge when it is sent again, until another is asked for", async () => {
    const bea = await signIn(app, tenant.test, "bea@example.com");
    await setLocale(bea.accessToken, "tr");
    const { challengeId } = await requestCode(app, tenant.test.secret, { email: "bea@example.com" });
    await setLocale(bea.accessToken, "nl");
    await requestCode(app, tenant.test.secret, { challenge_id: challengeId });
    expect(await inMailbox("bea@example.com")).toBe("tr");
    await requestCode(app, tenant.test.secret, { challenge_id: challengeId, locale: "sv" });
    expect(await inMailbox("bea@example.com")).toBe("sv");
  });

  it("is the signed-in user's where the address is not theirs yet", async () => {
    const cem = await signIn(app, tenant.test, "cem@example.com");
    await setLocale(cem.accessToken, "tr");
    const asked = { token: cem.accessToken, body: { email: "other@example.com" } };
    expect(told(await call(app, "POST", "/api/auth/me/identifiers", asked))).toBe("200");
    expect(await inMailbox("other@example.com")).toBe("tr");
  });

  it("has the code that the answer has, also where the message was written twice", async () => {
    const eve = await signIn(app, tenant.test, "eve@example.com");
    await setLocale(eve.accessToken, "ko");
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email: "eve@example.com" });
    const { body } = await call(app, "GET", "/api/test/messages?to=eve@example.com", { key: tenant.test.secret });
    expect(Messages.parse(body).data[0]?.code).toBe(code);
    const guess = { key: tenant.test.secret, body: { challenge_id: challengeId, otp: code } };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", guess))).toBe("200");
  });
});

describe("the language of a message that leaves", () => {
  const email = "ada@live.example";
  const ask = () => call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email } });
  const newest = async () => languageOf((await readMail(smtp.received.at(-1))).html);

  it("is the user's own, and so is that of one which the outbox sends", async () => {
    const { challenge_id } = (await ask()).body;
    expect(await newest()).toBe("en");
    const guess = { challenge_id, otp: await codeInMail(smtp.received.at(-1)) };
    const { body } = await call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body: guess });
    const { access_token } = z.object({ access_token: z.string() }).parse(body);
    expect(told(await setLocale(access_token, "es-MX"))).toBe("200");
    expect(told(await ask())).toBe("200");
    expect(await newest()).toBe("es");

    const config = { key: tenant.live.secret };
    const { version } = (await call(app, "GET", "/api/admin/config", config)).body;
    const closed = { version, settings: { sign_ups: { mode: "invite_only" } } };
    expect(told(await call(app, "PUT", "/api/admin/config", { ...config, body: closed }))).toBe("200");
    app.clock.advance(31);
    const before = smtp.received.length;
    expect(told(await ask())).toBe("200");
    await until(() => smtp.received.length > before);
    expect(await newest()).toBe("es");
  });
});
