import { afterEach } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "./app";
import { signUpByMail } from "./mail";
import { type SmtpTestServer, startSmtpServer } from "./smtp";
import { openSql, type Sql } from "./sql";
import { type Answered, type Api, call, type Tenant } from "./tenants";

/** An installation whose live mail goes to a real mail server, and a company that signed up by that way. */
export type Live = { app: TestApp; sql: Sql; smtp: SmtpTestServer; tenant: Tenant };

/** Starts installations for a test file that wants each ended with its test. */
export function installationsOfEachTest() {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function start(env: Readonly<Record<string, string>> = {}): Promise<TestApp> {
    const app = await startApp({ env });
    closing.push(app.close);
    return app;
  }

  async function startLive(env: Readonly<Record<string, string>> = {}): Promise<Live> {
    const smtp = await startSmtpServer();
    closing.push(smtp.close);
    const app = await start({ SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>", ...env });
    const sql = await openSql(app.deps.env.databaseUrl ?? "");
    closing.push(sql.close);
    return { app, sql, smtp, tenant: await signUpByMail(app, smtp, "owner@acme.dev") };
  }

  return { start, startLive };
}

/** Asks for a code. */
export const ask = (app: Api, key: string, body: object): Promise<Answered> =>
  call(app, "POST", "/api/auth/request-otp", { key, body });

/** Guesses the code of a challenge. */
export const verify = (app: Api, key: string, challenge_id: unknown, otp: string): Promise<Answered> =>
  call(app, "POST", "/api/auth/verify-otp", { key, body: { challenge_id, otp } });

/** What a sign-in answers, as far as tests go on with it. */
export const Tokens = z.object({ access_token: z.string(), session_id: z.string(), refresh_token: z.string() });
