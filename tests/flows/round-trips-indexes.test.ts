import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refreshStatistics } from "@/db/queries/statistics";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import { statisticsKeeper } from "@/lib/outbox/keep-statistics";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { type QuietApp, startQuietApp } from "@/tests/support/round-trips-app";
import { openSql } from "@/tests/support/sql";
import { call, requestCode, signIn } from "@/tests/support/tenants";

const ROWS = 20_000;
/** What a lookup may find on the average. */
const MOST_FOUND = 20;
/** More than the five runs after which Postgres may settle on one plan for all parameters. */
const RUNS = 12;

const GROWING = [
  "audit_log",
  "challenges",
  "identifier_guards",
  "identifiers",
  "mailbox_messages",
  "messages",
  "outbox",
  "sessions",
  "users",
] as const;

/** A UUID that belongs to the n-th row, and is one by its version and variant too. */
const uuid = (name: string) => `overlay(overlay(md5('${name}' || n) placing '7' from 13) placing '8' from 17)::uuid`;

/** Years of traffic in one environment: $1 its id, $2 how many of each. */
const FILL = [
  `INSERT INTO users (environment_id, id, created_by) SELECT $1, ${uuid("user")}, 'test' FROM generate_series(1, $2::int) n`,
  `INSERT INTO identifiers (environment_id, id, user_id, type, value, verified_at)
    SELECT $1, ${uuid("identifier")}, ${uuid("user")}, 'email', 'user' || n || '@example.com', now() FROM generate_series(1, $2::int) n`,
  `INSERT INTO identifier_guards (environment_id, identifier_key, purpose, lane, sends, sends_all, last_message_id)
    SELECT $1, sha256(n::text::bytea), 'sign_in', '', '{}', '{}', ${uuid("message")} FROM generate_series(1, $2::int) n`,
  `INSERT INTO challenges (environment_id, id, identifier_key, identifier_type, identifier_value, purpose, lane, round, opened_at, ends_at, attempts_max)
    SELECT $1, ${uuid("challenge")}, sha256(n::text::bytea), 'email', 'user' || n || '@example.com', 'sign_in', '', 0, now(), now(), 5 FROM generate_series(1, $2::int) n`,
  `INSERT INTO messages (environment_id, id, challenge_id, channel, digits, key_id, nonce, sent_at, expires_at)
    SELECT $1, ${uuid("message")}, ${uuid("challenge")}, 'email', 9, 1, sha256(n::text::bytea), now(), now() FROM generate_series(1, $2::int) n`,
  `INSERT INTO mailbox_messages (environment_id, id, recipient, channel, content_encrypted, created_at, visible_at)
    SELECT $1, ${uuid("message")}, 'user' || n || '@example.com', 'email', 'x', now(), now() FROM generate_series(1, $2::int) n`,
  `INSERT INTO sessions (environment_id, id, user_id, challenge_id, device_id, identifier_key, salt_hash, restore_epoch, dev_mode, amr, rotated_at, idle_expires_at, absolute_expires_at)
    SELECT $1, ${uuid("session")}, ${uuid("user")}, ${uuid("challenge")}, 'x', 'x', 'x', 0, false, '{otp}', now(), now(), now() FROM generate_series(1, $2::int) n`,
  `INSERT INTO audit_log (id, environment_id, type, data, at) SELECT ${uuid("event")}, $1, 'otp.failed', '{}', now() FROM generate_series(1, $2::int) n`,
  `INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
    SELECT ${uuid("effect")}, $1, 'event', 'otp.failed', '{}', now(), now() + interval '1 hour' FROM generate_series(1, $2::int) n`,
];

/** Every call of the hot path, often enough, and looks into the outbox. */
async function callAll(app: QuietApp, emailOf: (at: number) => string): Promise<void> {
  const keys = app.tenant.test;
  for (let at = 0; at < RUNS; at++) {
    const email = emailOf(at);
    const { accessToken: token, sessionId, refreshToken, deviceToken } = await signIn(app, keys, email);
    const post = (path: string, body: object) => call(app, "POST", path, { key: keys.secret, body });
    const { challengeId } = await requestCode(app, keys.secret, { email, device_token: deviceToken });
    await requestCode(app, keys.secret, { challenge_id: challengeId });
    await post("/api/auth/verify-otp", { challenge_id: challengeId, otp: "000000000" });
    await post("/api/auth/verify-otp", { email, otp: "123456789" });
    await post("/api/auth/introspect", { token });
    await call(app, "POST", "/api/auth/refresh", { body: { session_id: sessionId, refresh_token: refreshToken } });
    await call(app, "GET", "/api/auth/me", { token });
    await call(app, "GET", "/api/auth/sessions", { token });
    await call(app, "GET", `/api/test/messages?to=${encodeURIComponent(email)}`, { key: keys.secret });
    await call(app, "POST", "/api/auth/logout", { token });
    await drainOutbox(app.deps, resendFromOutbox);
  }
}

/** Every other user has been there before. */
const everyOtherKnown = (at: number) => (at % 2 === 0 ? `user${at + 1}@example.com` : `new${at}@example.com`);

/** Twenty thousand rows in each table that grows, all of one environment. */
async function fill(app: QuietApp, database: TestDatabase): Promise<void> {
  const sql = await openSql(database.url);
  for (const text of FILL) await sql.rows(text, [app.tenant.test.environmentId, ROWS]);
  await sql.close();
}

type Reads = { table: string; scans: number; lookups: number; found: number };

/** What has been read of those tables since the last reset, once the process has closed its connections. */
async function readReads(database: TestDatabase, tables: readonly string[] = GROWING): Promise<Reads[]> {
  const sql = await openSql(database.url);
  // A connection tells the statistics what it has read at the latest when it ends.
  const others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
  await expect.poll(() => sql.rows(others), { timeout: 60_000 }).toEqual([]);
  const reads = await sql.rows<Reads>(
    `SELECT t.relname AS table, t.seq_scan::int AS scans, sum(i.idx_scan)::int AS lookups, sum(i.idx_tup_read)::int AS found
    FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i USING (relid)
    WHERE t.relname = ANY ($1) GROUP BY t.relname, t.seq_scan ORDER BY t.relname`,
    [tables],
  );
  await sql.close();
  expect(reads.map(({ table }) => table)).toEqual([...tables]);
  return reads;
}

/** Each table was looked into by index, and never read from end to end, nor all of an environment. */
function expectLookups(reads: readonly Reads[]): void {
  expect(reads.filter(({ scans }) => scans > 0)).toEqual([]);
  expect(reads.filter(({ lookups, found }) => lookups === 0 || found / lookups > MOST_FOUND)).toEqual([]);
}

describe("the hot path, and a look into the outbox, find rows by index", () => {
  let database: TestDatabase;
  let app: QuietApp;
  beforeEach(async () => {
    database = await cloneDatabase();
    // In DEV_MODE what a live code would cost is counted, and none leaves.
    app = await startQuietApp({ DATABASE_URL: database.url, DEV_MODE: "true" });
  });
  afterEach(() => database?.drop());

  async function ask(text: string): Promise<void> {
    const sql = await openSql(database.url);
    await sql.rows(text);
    await sql.close();
  }

  it("in tables that are known to be large", async () => {
    await fill(app, database);
    await ask("ANALYZE");
    await ask("SELECT pg_stat_reset()");
    await callAll(app, everyOtherKnown);
    await app.close();
    expectLookups(await readReads(database));
  });

  it("in tables that have grown since their plans were made, once they have been counted", async () => {
    await callAll(app, (at) => `early${at}@example.com`);
    await fill(app, database);
    await refreshStatistics(app.deps.db);
    await ask("SELECT pg_stat_reset()");
    await callAll(app, everyOtherKnown);
    await app.close();
    // The outbox is a queue, empty as a rule: nobody counts it but Postgres itself.
    expectLookups((await readReads(database)).filter(({ table }) => table !== "outbox"));
  });

  it("also among the beginnings of numbers, and days, that codes to phones are counted by", async () => {
    const { environmentId, secret: key } = app.tenant.live;
    const sendTo = async (at: number) => {
      const body = { phone: `+49151123${String(at).padStart(5, "0")}` };
      expect((await call(app, "POST", "/api/auth/request-otp", { key, body })).status).toBe(200);
    };
    for (let at = 0; at < RUNS; at++) await sendTo(at);
    const sql = await openSql(database.url);
    await sql.rows(
      `INSERT INTO prefix_counts (environment_id, starts_at, prefix, sent, met)
      SELECT $1, date_bin('15 min', now(), '2000-01-01 00:00Z') - n % 40 * interval '15 min', '+4916' || n, 1, 1 FROM generate_series(1, $2::int) n`,
      [environmentId, ROWS],
    );
    await sql.rows(
      `INSERT INTO sms_spend (environment_id, day, micros, last_message_id) SELECT $1, date '2001-01-01' + n, 1, $1 FROM generate_series(1, $2::int) n`,
      [environmentId, 400],
    );
    await sql.rows("ANALYZE prefix_counts");
    await sql.rows("SELECT pg_stat_reset()");
    await sql.close();
    for (let at = 0; at < RUNS; at++) await sendTo(RUNS + at);
    await app.close();
    expectLookups(await readReads(database, ["prefix_counts", "sms_spend"]));
  });

  it("as a list of the verifications of one country does, among those of all", async () => {
    await fill(app, database);
    const { environmentId, secret: key } = app.tenant.test;
    const sql = await openSql(database.url);
    await sql.rows(
      "UPDATE challenges SET country = CASE WHEN n % 4000 = 0 THEN 'GB' ELSE 'DE' END FROM (SELECT ctid AS at, row_number() OVER () AS n FROM challenges) r WHERE at = challenges.ctid",
    );
    await sql.rows("VACUUM ANALYZE challenges");
    // What this connection has read itself is told now, and not when it ends.
    await sql.rows("SELECT pg_stat_force_next_flush()");
    await sql.rows("SELECT pg_stat_reset()");
    await sql.close();
    for (let at = 0; at < RUNS; at++) {
      const listed = await call(app, "GET", "/api/admin/verifications?country=GB", { key });
      expect(listed.body.data, environmentId).toHaveLength(5);
    }
    await app.close();
    expectLookups(await readReads(database, ["challenges"]));
  });

  it("because a process has them counted after a hundred effects, and again after four times as many", async () => {
    const sql = await openSql(database.url);
    const counted = async () => {
      const text = "SELECT analyze_count::int AS times FROM pg_stat_user_tables WHERE relname = 'sessions'";
      return (await sql.rows<{ times: number }>(text))[0]?.times;
    };
    const keepStatistics = statisticsKeeper(app.deps);
    const times: (number | undefined)[] = [];
    for (const done of [99, 1, 299, 1, 0]) {
      await keepStatistics(done);
      times.push(await counted());
    }
    await sql.close();
    await app.close();
    expect(times).toEqual([0, 1, 1, 2, 2]);
  });
});
