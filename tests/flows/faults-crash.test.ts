import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { codeInMail, signUpByMail } from "@/tests/support/mail";
import { overHttp } from "@/tests/support/over-http";
import { bundleServer } from "@/tests/support/races-bundle";
import { startServer, type TestServer } from "@/tests/support/server";
import { type SmtpBehaviour, type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator, type Tenant, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

let database: TestDatabase;
let sql: Sql;
let smtp: SmtpTestServer;
let program: string;
const servers: TestServer[] = [];

beforeAll(async () => {
  program = await bundleServer([]);
});
afterAll(() => rmSync(program, { force: true }));
beforeEach(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  smtp = await startSmtpServer();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await smtp.close();
  await sql.close();
  await database.drop();
});

/** A process of an installation that sends its mail to the mail server: the API with its drainer, without the pages. */
async function start(): Promise<TestServer> {
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  const env = { SMTP_URL: smtp.url, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>", OPERATOR_KEY };
  const server = await startServer({ databaseUrl: database.url, env, program });
  servers.push(server);
  return server;
}

async function kill(server: TestServer): Promise<void> {
  server.process.kill("SIGKILL");
  await server.exited;
}

const ask = (server: TestServer, tenant: Tenant, email: string) =>
  call(overHttp(server.url), "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email } });

type Row = { id: string; challenge_id: string; accepted: boolean };
const messagesOf = (email: string) =>
  sql.rows<Row>(
    `SELECT m.id, m.challenge_id, m.accepted_at IS NOT NULL AS accepted FROM messages m
     JOIN challenges c ON c.environment_id = m.environment_id AND c.id = m.challenge_id WHERE c.identifier_value = $1`,
    [email],
  );
const queued = () => sql.rows("SELECT id FROM outbox WHERE kind = 'message'");
/** Lets the leases of the dead run out, without waiting for it. */
const endLeases = () => sql.rows("UPDATE outbox SET due_at = now() - interval '1 s' WHERE kind = 'message'");

describe("a server that is killed between the commit and the send", () => {
  const points: [string, SmtpBehaviour, () => boolean | Promise<boolean>, number][] = [
    ["before the mail server has greeted it", "hang-at-greeting", async () => (await queued()).length === 1, 0],
    ["after the mail server has the message, before it says so", "hang-after-data", () => smtp.delivered.length > 1, 1],
  ];

  it.each(points)(
    "loses nothing, killed %s: the same message with the same code comes after the lease",
    async (_, behaviour, reached, before) => {
      const doomed = await start();
      const tenant = await signUpByMail(overHttp(doomed.url), smtp, "owner@acme.dev");
      // The connection that is kept for the next mail would be past its greeting.
      await kill(doomed);
      const second = await start();
      smtp.behave(behaviour);
      const answer = ask(second, tenant, "ada@example.com").catch(() => "cut off");
      await until(reached);
      await kill(second);
      expect(await answer).toBe("cut off");
      const early = smtp.delivered.filter(({ to }) => to.includes("ada@example.com"));
      expect(early).toHaveLength(before);
      expect(await queued()).toHaveLength(1);

      smtp.behave("accept");
      const third = await start();
      // It is leased: nobody sends it while its sender may still be at it.
      await sleep(1_500);
      expect(smtp.received.filter(({ to }) => to.includes("ada@example.com"))).toEqual([]);
      await endLeases();
      await until(async () => (await messagesOf("ada@example.com"))[0]?.accepted === true);

      const [message, ...more] = await messagesOf("ada@example.com");
      expect(more).toEqual([]);
      const received = smtp.received.filter(({ to }) => to.includes("ada@example.com"));
      expect(received).toHaveLength(1);
      const otp = await codeInMail(received[0]);
      for (const mail of early) expect(await codeInMail(mail)).toBe(otp);
      expect(await queued()).toEqual([]);
      const body = { challenge_id: message?.challenge_id, otp };
      const verified = await call(overHttp(third.url), "POST", "/api/auth/verify-otp", {
        key: tenant.live.secret,
        body,
      });
      expect(told(verified)).toBe("200");
    },
  );

  it("does not send a message again that has ended meanwhile, and keeps nothing of it queued", async () => {
    const first = await start();
    const tenant = await signUpByMail(overHttp(first.url), smtp, "owner@acme.dev");
    smtp.behave("hang-after-data");
    const answer = ask(first, tenant, "ada@example.com").catch(() => "cut off");
    await until(() => smtp.delivered.length > 1);
    await kill(first);
    await answer;
    expect(await queued()).toHaveLength(1);
    smtp.behave("accept");
    await sql.rows("UPDATE messages SET expires_at = now() - interval '1 s' WHERE accepted_at IS NULL");
    await endLeases();
    await start();
    await until(async () => (await queued()).length === 0);
    expect(smtp.received.filter(({ to }) => to.includes("ada@example.com"))).toEqual([]);
  });
});

describe("servers that are killed at any moment", () => {
  it("lose nothing that was answered, and send nothing under two codes", async () => {
    const first = await start();
    const tenant = await signUpByMail(overHttp(first.url), smtp, "owner@acme.dev");
    let server = first;
    const answered: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const people = Array.from({ length: 30 }, (_, at) => `round${round}.${at}@example.com`);
      const before = answered.length;
      const running = people.map(async (email) => {
        const answer = await ask(server, tenant, email).catch(() => null);
        if (answer?.status === 200) answered.push(email);
      });
      // From one that has hardly begun to one that is nearly done.
      await until(() => answered.length >= before + 3 * round);
      await kill(server);
      await Promise.all(running);
      server = await start();
    }
    await endLeases();
    await until(async () => (await queued()).length === 0);

    const unsent = await sql.rows("SELECT id FROM messages WHERE accepted_at IS NULL");
    expect(unsent).toEqual([]);
    const codes = new Map<string, Set<string>>();
    for (const mail of smtp.received) {
      const to = mail.to[0] ?? "";
      codes.set(to, (codes.get(to) ?? new Set()).add(await codeInMail(mail)));
    }
    // Whoever was answered has a mail; whoever has a row has one too; and nobody has two codes.
    expect(answered.filter((email) => !codes.has(email))).toEqual([]);
    const recorded = await sql.rows<{ email: string; messages: number }>(
      `SELECT c.identifier_value AS email, count(*)::int AS messages FROM challenges c
       JOIN messages m ON m.environment_id = c.environment_id AND m.challenge_id = c.id GROUP BY 1`,
    );
    expect(recorded.filter(({ messages }) => messages !== 1)).toEqual([]);
    expect(recorded.filter(({ email }) => codes.get(email)?.size !== 1)).toEqual([]);
    expect(answered.length).toBeGreaterThan(0);
    // Every event of what happened is in the record, once.
    await until(async () => (await sql.rows("SELECT FROM outbox")).length === 0);
    const [told] = await sql.rows<{ events: number }>(
      "SELECT count(DISTINCT data->>'message_id')::int AS events FROM audit_log WHERE type = 'otp.requested'",
    );
    expect(told?.events).toBe(recorded.length);
  });
});
