import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { type CountingProxy, startCountingProxy, type Traffic } from "@/tests/support/round-trips";
import { type QuietApp, startQuietApp } from "@/tests/support/round-trips-app";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { openSql, type Sql } from "@/tests/support/sql";
import { type Asking, call, requestCode, signIn, told } from "@/tests/support/tenants";
import { startTwilio, TWILIO_ACCOUNT, type Twilio, VERIFY_CODE, VERIFY_SERVICE } from "@/tests/support/vendors/twilio";

const SAMPLES = 5;

/** A call's traffic, and how many of its transactions wrote anything. */
type Cost = Traffic & { writes: number };

type Request = Asking & { method: "GET" | "POST"; path: string };

describe("round trips and commits of each call, as the table of the hot path has them", () => {
  let database: TestDatabase;
  let proxy: CountingProxy;
  let smtp: SmtpTestServer;
  let twilio: Twilio;
  let app: QuietApp;
  let sql: Sql;
  let asked = 0;

  beforeAll(async () => {
    database = await cloneDatabase();
    [proxy, smtp, twilio, sql] = await Promise.all([
      startCountingProxy(database.url),
      startSmtpServer(),
      startTwilio(),
      openSql(database.url),
    ]);
    app = await startQuietApp({
      DATABASE_URL: proxy.url,
      SMTP_URL: smtp.url,
      EMAIL_FROM: "Ninepin <codes@example.com>",
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.account_sid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.auth_token,
      TWILIO_VERIFY_SERVICE_SID: VERIFY_SERVICE,
      TWILIO_BASE_URL: twilio.url,
    });
    const body = { version: 0, settings: { sms: { countries: ["DE"] } } };
    await call(app, "PUT", "/api/admin/config", { key: app.tenant.live.secret, body });
    app.stopClock();
  });
  afterAll(async () => {
    await app?.close();
    await sql?.close();
    await proxy?.close();
    await smtp?.close();
    await twilio?.close();
    await database?.drop();
  });

  const newEmail = () => `ada${++asked}@example.com`;
  const key = () => app.tenant.test.secret;

  /** Transactions that wrote have a number; whoever only read has none. Asking does not take one either. */
  async function lastNumber(): Promise<number> {
    const text = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint::int AS number";
    const [row] = await sql.rows<{ number: number }>(text);
    return row?.number ?? 0;
  }

  /**
   * What a call costs once the process is warm. The wire is exact: every sample must agree. The numbers of transactions
   * are the whole server's, so a vacuum may add to a sample, but never take from one: the least counts.
   */
  async function costOf(answer: string, prepare: () => Promise<Request>): Promise<Cost> {
    const samples: Cost[] = [];
    for (let at = 0; at <= SAMPLES; at++) {
      const { method, path, ...asking } = await prepare();
      await app.deps.settle();
      // What the brake asks of the other processes a moment after a request is not that request's.
      await app.deps.spray.flush();
      const before = await lastNumber();
      const traffic = await proxy.count(async () => {
        expect(told(await call(app, method, path, asking))).toBe(answer);
        await app.deps.settle();
      });
      samples.push({ ...traffic, writes: (await lastNumber()) - before });
    }
    const [, first, ...others] = samples;
    if (!first) throw new Error("There is no sample");
    const wire = ({ roundTrips, commits }: Cost) => ({ roundTrips, commits });
    for (const other of others) expect(wire(other)).toEqual(wire(first));
    return { ...first, writes: Math.min(first.writes, ...others.map(({ writes }) => writes)) };
  }

  const post = (path: string, body: object): Request => ({ method: "POST", path, key: key(), body });
  const verify = (challenge_id: string, otp: string) => post("/api/auth/verify-otp", { challenge_id, otp });

  it("request-otp: one round trip, one commit", async () => {
    const cost = await costOf("200", async () => post("/api/auth/request-otp", { email: newEmail() }));
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("request-otp under an Idempotency-Key: its claim before and its end after; a repetition claims and reads", async () => {
    const once = (email: string, name: string): Request => ({
      ...post("/api/auth/request-otp", { email }),
      headers: { "idempotency-key": name },
    });
    const first = await costOf("200", async () => once(newEmail(), `first-${asked}`));
    expect(first).toEqual({ roundTrips: 3, commits: 3, writes: 3 });
    await call(app, "POST", "/api/auth/request-otp", once("repeated@example.com", "repeated"));
    const again = await costOf("200", async () => once("repeated@example.com", "repeated"));
    expect(again).toMatchObject({ roundTrips: 2, commits: 2 });
  });

  it("request-otp from a page: no more, once the process has seen its origin", async () => {
    const cost = await costOf("200", async () => ({
      ...post("/api/auth/request-otp", { email: newEmail() }),
      key: app.tenant.test.publishable,
      headers: { origin: "https://app.example.com" },
    }));
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("request-otp for a tenant: no more, once the process has sent for it", async () => {
    const { body } = await call(app, "POST", "/api/admin/tenants", { key: key(), body: { name: "Acme" } });
    const cost = await costOf("200", async () =>
      post("/api/auth/request-otp", { email: newEmail(), tenant_id: body.id }),
    );
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("request-otp that is refused: no more", async () => {
    const { challengeId } = await requestCode(app, key(), { email: "spent@example.com" });
    await sql.rows(
      `UPDATE identifier_guards SET wait_until = 'infinity' WHERE environment_id = $1
        AND identifier_key = (SELECT identifier_key FROM challenges WHERE environment_id = $1 AND id = $2)`,
      [app.tenant.test.environmentId, challengeId],
    );
    const cost = await costOf("429 locked", async () => post("/api/auth/request-otp", { email: "spent@example.com" }));
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("request-otp with a challenge_id reads the challenge first: two round trips, of which one writes", async () => {
    const cost = await costOf("200", async () => {
      const { challengeId } = await requestCode(app, key(), { email: newEmail() });
      return post("/api/auth/request-otp", { challenge_id: challengeId });
    });
    expect(cost).toEqual({ roundTrips: 2, commits: 2, writes: 1 });
  });

  it("request-otp through a provider: one before the answer, and the outcome after it", async () => {
    const cost = await costOf("200", async () => ({
      ...post("/api/auth/request-otp", { email: newEmail() }),
      key: app.tenant.live.secret,
    }));
    expect(cost).toEqual({ roundTrips: 2, commits: 2, writes: 2 });
  });

  // All customers share the service that makes these codes: what waits there for somebody else is looked up before, and
  // whose the code is recorded before the answer, and looked up before a guess goes there. Met, it is noted after it.
  it("codes to phones that their provider makes: two more to ask for one, one more to guess", async () => {
    let phones = 0;
    const key = app.tenant.live.secret;
    const live = (path: string, body: object): Request => ({ method: "POST", path, key, body });
    const ask = () => live("/api/auth/request-otp", { phone: `+49151123456${String(++phones).padStart(2, "0")}` });
    const guess = (otp: string) => async () => {
      const { path, ...asking } = ask();
      const { body } = await call(app, "POST", path, asking);
      return live("/api/auth/verify-otp", { challenge_id: body.challenge_id, otp });
    };
    expect(await costOf("200", async () => ask())).toEqual({ roundTrips: 4, commits: 4, writes: 3 });
    const wrong = await costOf("400 invalid_otp", guess("000000"));
    expect(wrong).toEqual({ roundTrips: 2, commits: 2, writes: 1 });
    const right = await costOf("200", guess(VERIFY_CODE));
    expect(right).toEqual({ roundTrips: 4, commits: 4, writes: 3 });
  });

  it("verify-otp with a wrong code: one round trip, one commit", async () => {
    const cost = await costOf("400 invalid_otp", async () => {
      const { challengeId } = await requestCode(app, key(), { email: newEmail() });
      return verify(challengeId, "000000000");
    });
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("verify-otp with the right code: two round trips, two commits, for a new user and a known one", async () => {
    const email = newEmail();
    for (const emailOf of [newEmail, () => email]) {
      const cost = await costOf("200", async () => {
        const { challengeId, code } = await requestCode(app, key(), { email: emailOf() });
        return verify(challengeId, code);
      });
      expect(cost).toEqual({ roundTrips: 2, commits: 2, writes: 2 });
    }
  });

  it("verify-otp with the identifier alone: the same", async () => {
    const cost = await costOf("200", async () => {
      const email = newEmail();
      const { code } = await requestCode(app, key(), { email });
      return post("/api/auth/verify-otp", { email, otp: code });
    });
    expect(cost).toEqual({ roundTrips: 2, commits: 2, writes: 2 });
  });

  it("refresh: one round trip, one commit", async () => {
    const cost = await costOf("200", async () => {
      const { sessionId, refreshToken } = await signIn(app, app.tenant.test, newEmail());
      const body = { session_id: sessionId, refresh_token: refreshToken };
      return { method: "POST", path: "/api/auth/refresh", body };
    });
    expect(cost).toEqual({ roundTrips: 1, commits: 1, writes: 1 });
  });

  it("refresh with a token that is not ours: none", async () => {
    const cost = await costOf("401 invalid_token", async () => {
      const { sessionId } = await signIn(app, app.tenant.test, newEmail());
      const body = { session_id: sessionId, refresh_token: `np_rt_${"A".repeat(120)}` };
      return { method: "POST", path: "/api/auth/refresh", body };
    });
    expect(cost).toEqual({ roundTrips: 0, commits: 0, writes: 0 });
  });

  it("me and introspect: one round trip, which writes nothing", async () => {
    const { accessToken } = await signIn(app, app.tenant.test, newEmail());
    const me = await costOf("200", async () => ({ method: "GET", path: "/api/auth/me", token: accessToken }));
    const introspect = await costOf("200", async () => post("/api/auth/introspect", { token: accessToken }));
    expect(me).toEqual({ roundTrips: 1, commits: 1, writes: 0 });
    expect(introspect).toEqual({ roundTrips: 1, commits: 1, writes: 0 });
  });

  it("JWKS, metadata and liveness: none", async () => {
    const place = `/e/${app.tenant.test.environmentId}/.well-known`;
    for (const path of [`${place}/jwks.json`, `${place}/openid-configuration`, "/api/health/live"]) {
      const cost = await costOf("200", async () => ({ method: "GET", path }));
      expect({ path, ...cost }).toEqual({ path, roundTrips: 0, commits: 0, writes: 0 });
    }
  });
});
