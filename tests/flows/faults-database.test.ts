import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overHttp } from "@/tests/support/over-http";
import { type Postgres, startPostgres } from "@/tests/support/postgres";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql } from "@/tests/support/sql";
import { type TcpGate, tcpGate } from "@/tests/support/tcp-gate";
import {
  type Answered,
  type Api,
  call,
  operator,
  signIn,
  signUp,
  type Tenant,
  told,
  type User,
} from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

/** Longer than any process remembers a key, a setting or a signing key before it asks again. */
const FORGOTTEN_SECONDS = 5.5;

let postgres: Postgres;
let gate: TcpGate;
let server: TestServer;
let api: Api;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  // Durable, because what was answered must be there after a crash.
  postgres = await startPostgres({ durable: true });
  const admin = await openSql(postgres.url("postgres"));
  await admin.rows("CREATE DATABASE ninepin");
  await admin.close();
  const url = new URL(postgres.url("ninepin"));
  gate = await tcpGate(Number(url.port));
  await gate.open();
  url.port = String(gate.port);
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  server = await startServer({ databaseUrl: url.href, env: { OPERATOR_KEY } });
  api = overHttp(server.url);
  tenant = await signUp(api, "owner@acme.dev");
  user = await signIn(api, tenant.test, "ada@example.com");
});
afterAll(async () => {
  await server?.stop();
  await gate.shut();
  await postgres.stop();
});

const key = () => tenant.test.secret;
const requestOtp = () => call(api, "POST", "/api/auth/request-otp", { key: key(), body: { email: "bea@example.com" } });

/** Every kind of call that needs the database: by a key, by a token, by neither. */
function needing(challengeId: string): Promise<Answered>[] {
  const guess = { challenge_id: challengeId, otp: "000000000" };
  const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
  return [
    requestOtp(),
    call(api, "POST", "/api/auth/verify-otp", { key: key(), body: guess }),
    call(api, "GET", "/api/auth/me", { token: user.accessToken }),
    call(api, "POST", "/api/auth/refresh", { body: pair }),
    call(api, "POST", "/api/auth/introspect", { key: key(), body: { token: user.accessToken } }),
    call(api, "POST", "/api/signup", { body: { email: "new@globex.dev" } }),
    call(api, "GET", "/api/admin/customers/me/api-keys", { key: key() }),
  ];
}

async function openChallenge(): Promise<string> {
  const answered = await requestOtp();
  expect(told(answered)).toBe("200");
  return String(answered.body.challenge_id);
}

function expectUnavailable(answers: readonly Answered[]): void {
  for (const answered of answers) {
    expect(told(answered)).toBe("503 unavailable");
    expect(answered.headers.get("content-type")).toBe("application/problem+json");
    expect(answered.headers.get("retry-after")).toBe("1");
    expect(JSON.stringify(answered.body)).not.toMatch(/ECONN|postgres|SELECT|timeout|127\.0\.0\.1:\d+[^/\d]/i);
  }
}

/** What needs no database goes on: liveness, the public keys, and saying that the rest is not ready. */
async function expectTheRestGoesOn(): Promise<void> {
  const jwks = `/e/${tenant.test.environmentId}/.well-known`;
  expect(told(await call(api, "GET", "/api/health/live"))).toBe("200");
  expect(told(await call(api, "GET", `${jwks}/jwks.json`))).toBe("200");
  expect(told(await call(api, "GET", `${jwks}/openid-configuration`))).toBe("200");
  expect((await call(api, "GET", "/api/health/ready")).status).toBe(503);
  expect((await call(api, "GET", "/api/health")).status).toBe(503);
}

describe("when Postgres ends", () => {
  it("what needs it answers 503, the rest goes on, and all is well again without a restart", async () => {
    const challengeId = await openChallenge();
    await postgres.crash();
    for (const wait of [0, FORGOTTEN_SECONDS]) {
      await sleep(wait * 1000);
      expectUnavailable(await Promise.all(needing(challengeId)));
      await expectTheRestGoesOn();
    }
    await postgres.restart();
    await until(async () => (await call(api, "GET", "/api/health/ready")).status === 200);
    const answers = (await Promise.all(needing(challengeId))).map(told);
    expect(answers).toEqual(["200", "400 invalid_otp", "200", "200", "200", "202", "200"]);
    expect(told(await call(api, "GET", "/api/health/ready"))).toBe("200");
    expect(server.process.exitCode).toBeNull();
  });

  it("charges nothing for guesses that were answered 503, and loses nothing that was answered", async () => {
    const challengeId = await openChallenge();
    await postgres.crash();
    const guess = () =>
      call(api, "POST", "/api/auth/verify-otp", { key: key(), body: { challenge_id: challengeId, otp: "000000000" } });
    expectUnavailable(await Promise.all(Array.from({ length: 20 }, guess)));
    await postgres.restart();
    await until(async () => (await call(api, "GET", "/api/health/ready")).status === 200);
    expect((await guess()).body).toMatchObject({ reason: "incorrect", attempts_remaining: 4 });
    expect(told(await call(api, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("200");
  });

  it("in the middle of a burst: every answer is a whole one, and what was answered is there afterwards", async () => {
    const people = Array.from({ length: 60 }, (_, at) => `burst${at}@example.com`);
    const asked = people.map((email) => call(api, "POST", "/api/auth/request-otp", { key: key(), body: { email } }));
    await Promise.race(asked);
    await postgres.crash();
    const answers = await Promise.all(asked);
    const accepted = answers.filter(({ status }) => status === 200);
    expectUnavailable(answers.filter(({ status }) => status !== 200));
    await postgres.restart();
    await until(async () => (await call(api, "GET", "/api/health/ready")).status === 200);
    for (const { body } of accepted) {
      const right = { challenge_id: body.challenge_id, otp: "123456789" };
      expect(told(await call(api, "POST", "/api/auth/verify-otp", { key: key(), body: right }))).toBe("200");
    }
    expect(accepted.length).toBeGreaterThan(0);
  });
});

describe("when Postgres takes connections and says nothing", () => {
  it("nobody waits for ever: 503 within a bounded time, and liveness and public keys at once", async () => {
    const challengeId = await openChallenge();
    gate.hang();
    await sleep(FORGOTTEN_SECONDS * 1000);
    let waited = false;
    const waiting = Promise.all(needing(challengeId)).finally(() => {
      waited = true;
    });
    expect(told(await call(api, "GET", "/api/health/live"))).toBe("200");
    expect(waited, "liveness is told before the others have given up").toBe(false);
    await expectTheRestGoesOn();
    expectUnavailable(await waiting);

    // Many at once, more than there are connections: none waits for ever for that.
    expectUnavailable(await Promise.all(Array.from({ length: 40 }, requestOtp)));

    gate.heal();
    await until(async () => told(await requestOtp()) === "200", 60);
    const answers = await Promise.all([...needing(challengeId), ...needing(challengeId)]);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
  });
});

describe("when the network to Postgres is cut", () => {
  it("connections are made anew as soon as there is a way", async () => {
    const challengeId = await openChallenge();
    await gate.shut();
    expectUnavailable(await Promise.all(needing(challengeId)));
    await gate.open();
    await until(async () => told(await requestOtp()) === "200");
    expect((await Promise.all(needing(challengeId))).every(({ status }) => status < 500)).toBe(true);
  });
});
