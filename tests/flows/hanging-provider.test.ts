import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { ask, verify } from "@/tests/support/live";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer } from "@/tests/support/races-bundle";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Answered, type Api, call, readSignedUp, signIn, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";
import { RESEND_KEY, startResend } from "@/tests/support/vendors/resend";
import { SENDGRID_KEY, startSendgrid } from "@/tests/support/vendors/sendgrid";
import type { Asked, Vendor } from "@/tests/support/vendors/vendor";

/** Failures in a row after which a provider is not asked for a while. */
const FAILURES_TO_OPEN = 5;

let database: TestDatabase;
let sql: Sql;
let resend: Vendor;
let sendgrid: Vendor;
let program: string;
let server: TestServer;
let api: Api;
let tenant: Tenant;
let people = 0;

const Part = z.object({ type: z.string(), value: z.string() });
const SendgridMail = z.object({ content: z.array(Part) });
const ResendMail = z.object({ text: z.string() });

const codeIn = (text: string) => /(?<!\d)\d{9}(?!\d)/.exec(text)?.[0] ?? "";
const bySendgrid = ({ body }: Asked) => {
  const parts = SendgridMail.parse(JSON.parse(body)).content;
  return codeIn(parts.find(({ type }) => type === "text/plain")?.value ?? "");
};
const byResend = ({ body }: Asked) => codeIn(ResendMail.parse(JSON.parse(body)).text);

beforeAll(async () => {
  [database, resend, sendgrid, program] = await Promise.all([
    cloneDatabase(),
    startResend(),
    startSendgrid(),
    bundleServer([]),
  ]);
  sql = await openSql(database.url);
  server = await startServer({
    databaseUrl: database.url,
    program,
    env: {
      EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>",
      RESEND_API_KEY: RESEND_KEY,
      RESEND_BASE_URL: resend.url,
      SENDGRID_API_KEY: SENDGRID_KEY,
      SENDGRID_BASE_URL: sendgrid.url,
    },
  });
  api = overHttp(server.url);
  const email = "owner@acme.dev";
  await call(api, "POST", "/api/signup", { body: { email, company: "Acme" } });
  const otp = resend.asked[0] ? byResend(resend.asked[0]) : "";
  tenant = readSignedUp(await call(api, "POST", "/api/signup/verify", { body: { email, otp } }));
  const body = { version: 0, settings: { codes: { resend_cooldown_seconds: 0 } } };
  expect(told(await call(api, "PUT", "/api/admin/config", { key: tenant.live.secret, body }))).toBe("200");
});
afterAll(async () => {
  await server?.stop();
  if (program) rmSync(program, { force: true });
  await Promise.all([resend?.close(), sendgrid?.close()]);
  await sql?.close();
  await database?.drop();
});

/** Somebody whom no code was sent to yet. */
function somebody(): string {
  people += 1;
  return `ada${people}@example.com`;
}

/** Asks for a code in live, and says what has become of it so far. */
function asking(email: string): { answered: Promise<Answered>; isOpen(): boolean } {
  let open = true;
  const answered = ask(api, tenant.live.secret, { email }).finally(() => {
    open = false;
  });
  return { answered, isOpen: () => open };
}

const guess = ({ body }: Answered, otp: string) => verify(api, tenant.live.secret, body.challenge_id, otp);

// In this order: a provider that hangs is asked less and less.
describe("a server whose first provider hangs", () => {
  it("answers everybody else meanwhile, and then whoever waits, with the next provider's acceptance", async () => {
    const user = await signIn(api, tenant.test, "grace@example.com");
    resend.behave("hang");
    const before = resend.asked.length;
    const hanging = asking(somebody());
    await until(() => resend.asked.length > before);

    const others: Promise<Answered>[] = [];
    for (let at = 0; at < 5; at += 1) {
      others.push(
        call(api, "GET", "/api/auth/me", { token: user.accessToken }),
        call(api, "GET", "/api/health"),
        ask(api, tenant.test.secret, { email: `test${at}@example.com` }),
      );
    }
    const answers = await Promise.all(others);
    expect(answers.map(told)).toEqual(Array(15).fill("200"));
    expect([hanging.isOpen(), sendgrid.asked.length], "nobody waited for it").toEqual([true, 0]);

    const answered = await hanging.answered;
    expect(told(answered)).toBe("200");
    expect([resend.asked.length, sendgrid.asked.length], "each was asked once").toEqual([before + 1, 1]);
    const [one, two] = [resend.asked.at(-1), sendgrid.asked.at(-1)];
    const code = two ? bySendgrid(two) : "";
    expect(one && byResend(one), "whoever gets both has one code").toBe(code);
    expect(told(await guess(answered, code))).toBe("200");
    expect(told(await guess(answered, code))).toBe("400 invalid_otp");
  });

  it("asks it no more once it has hung five times, and nobody waits for it", async () => {
    const more = Array.from({ length: FAILURES_TO_OPEN - 1 }, () => asking(somebody()).answered);
    expect((await Promise.all(more)).map(told)).toEqual(more.map(() => "200"));
    const asked = resend.asked.length;
    const later = Array.from({ length: FAILURES_TO_OPEN }, () => asking(somebody()).answered);
    expect((await Promise.all(later)).map(told)).toEqual(later.map(() => "200"));
    expect(resend.asked).toHaveLength(asked);
  });

  it("says that nothing was sent where all hang, and what they may yet deliver is no second code", async () => {
    sendgrid.behave("hang");
    const before = sendgrid.asked.length;
    const email = somebody();
    const failed = await asking(email).answered;
    expect([told(failed), failed.body.detail]).toEqual(["500 delivery_failed", "Failed to send verification code"]);
    expect(JSON.stringify(failed.body)).not.toMatch(/resend|sendgrid|timeout/i);
    expect(sendgrid.asked).toHaveLength(before + 1);
    const late = sendgrid.asked.at(-1);
    const lateCode = late ? bySendgrid(late) : "";
    expect(lateCode).toMatch(/^\d{9}$/);

    // Nothing is tried again behind the caller's back, and the one who asks again has one code that counts.
    await until(async () => (await sql.rows("SELECT FROM outbox WHERE kind = 'message'")).length === 0);
    sendgrid.behave("accept");
    const again = await asking(email).answered;
    expect(told(again)).toBe("200");
    const sent = sendgrid.asked.at(-1);
    const code = sent ? bySendgrid(sent) : "";
    expect(code).not.toBe(lateCode);
    expect(told(await guess(again, lateCode)), "of the request that failed").toBe("400 invalid_otp");
    expect(told(await guess(again, code))).toBe("200");
    const body = { email, otp: lateCode };
    expect(told(await call(api, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body }))).toBe(
      "400 invalid_otp",
    );
    const [opened] = await sql.rows<{ met: number }>(
      "SELECT count(*) FILTER (WHERE consumed_at IS NOT NULL)::int AS met FROM challenges WHERE identifier_value = $1",
      [email],
    );
    expect(opened).toEqual({ met: 1 });
  });
});
