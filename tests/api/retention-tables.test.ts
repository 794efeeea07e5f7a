import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readInstallation } from "@/db/queries/environments";
import { sweepEnded } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";

let app: TestApp;
let environment: string;
let customer: string;

beforeAll(async () => {
  app = await startApp({ drain: false });
  environment = (await readInstallation(app.deps.db.orm))?.id ?? "";
  const [row] = await rows<{ customer_id: string }>("SELECT customer_id FROM environments WHERE id = $1", [
    environment,
  ]);
  customer = row?.customer_id ?? "";
});

afterAll(() => app.close());

let statements = 0;
function rows<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `retention_${statements}`, text }, params);
}

/** An id as it was made so long ago, with a name of its own at the end. */
const id = (ago: string, name: number) =>
  `(lpad(to_hex(floor(extract(epoch FROM now() - interval '${ago}') * 1000)::bigint), 12, '0') || '70008000' || lpad('${name}', 12, '0'))::uuid`;
const at = (ago: string) => `now() - interval '${ago}'`;

/** A row of each table: how long it stays, and how to make one of a given age whose last column or id ends in `name`. */
type Case = { table: string; goes: string; stays: string; insert: (ago: string, name: number) => string };

const CASES: readonly Case[] = [
  {
    table: "request_log",
    goes: "31 days",
    stays: "29 days",
    insert: (ago, name) =>
      `INSERT INTO request_log (environment_id, id, at, method, path, status, duration_ms, actor) VALUES ($1, 'req_${name}', ${at(ago)}, 'GET', '/', 200, 1, 'operator')`,
  },
  {
    table: "idempotency_keys",
    goes: "25 hours",
    stays: "23 hours",
    insert: (ago, name) =>
      `INSERT INTO idempotency_keys (environment_id, request_hash, body_hash, result_id, holder_id, created_at, locked_until) VALUES ($1, '\\x0${name}', '\\x00', ${id(ago, name)}, ${id(ago, name)}, ${at(ago)}, ${at(ago)})`,
  },
  {
    table: "verify_sids",
    goes: "49 hours",
    stays: "47 hours",
    insert: (ago, name) =>
      `INSERT INTO verify_sids (sid, environment_id, challenge_id, recipient_key, claimed_at) VALUES ('VE${name}', $1, ${id(ago, name)}, '\\x00', ${at(ago)})`,
  },
  {
    table: "spray_counts",
    goes: "3 hours",
    stays: "70 minutes",
    insert: (ago, name) =>
      `INSERT INTO spray_counts (environment_id, starts_at, network, judged, wrong, expected) VALUES ($1, ${at(ago)}, '10.0.${name}', 1, 1, 0)`,
  },
  {
    table: "prefix_counts",
    goes: "13 hours",
    stays: "11 hours",
    insert: (ago, name) =>
      `INSERT INTO prefix_counts (environment_id, starts_at, prefix, sent, met) VALUES ($1, ${at(ago)}, '+1415${name}', 1, 0)`,
  },
  {
    table: "sms_spend",
    goes: "402 days",
    stays: "398 days",
    insert: (ago, name) =>
      `INSERT INTO sms_spend (environment_id, day, micros, last_message_id) VALUES ($1, (${at(ago)})::date, ${name}, ${id(ago, name)})`,
  },
  {
    table: "usage_counts",
    goes: "401 days",
    stays: "399 days",
    insert: (ago, name) =>
      `INSERT INTO usage_counts (environment_id, period, starts_at, metric, dimension, count) VALUES ($1, 'hour', ${at(ago)}, 'otp.verified', '${name}', 1)`,
  },
  {
    table: "active_users",
    goes: "401 days",
    stays: "399 days",
    insert: (ago, name) =>
      `INSERT INTO active_users (environment_id, period, starts_at, user_id) VALUES ($1, 'day', ${at(ago)}, ${id(ago, name)})`,
  },
  ...["traffic_hours", "traffic_days"].map((table) => ({
    table,
    goes: "401 days",
    stays: "399 days",
    insert: (ago: string, name: number) =>
      `INSERT INTO ${table} (environment_id, starts_at, endpoint, status, error, actor, count) VALUES ($1, ${at(ago)}, 'e${name}', 200, '', '', 1)`,
  })),
  ...["latency_hourly", "latency_daily"].map((table) => ({
    table,
    goes: "401 days",
    stays: "399 days",
    insert: (ago: string, name: number) =>
      `INSERT INTO ${table} (environment_id, starts_at, endpoint, count, sketch) VALUES ($1, ${at(ago)}, 'e${name}', 1, '\\x00')`,
  })),
  {
    table: "echo_receivers",
    goes: "1 minute",
    stays: "-1 minute",
    insert: (ago, name) =>
      `INSERT INTO echo_receivers (environment_id, id, token_hash, created_at, expires_at) VALUES ($1, ${id("25 hours", name)}, '\\x0${name}', ${at("25 hours")}, ${at(ago)})`,
  },
  {
    table: "domain_shares",
    goes: "1 minute",
    stays: "-1 minute",
    insert: (ago, name) =>
      `WITH d AS (INSERT INTO domains (environment_id, id, name, token, dkim_selector, dkim_public_key, dkim_private_key_encrypted, created_by, next_check_at)
         VALUES ($1, ${id("1 hour", name)}, 'x${name}.dev', 't', 's', 'k', '\\x00', 'system', now() + interval '1 year') RETURNING id)
       INSERT INTO domain_shares (token_hash, environment_id, domain_id, created_by, expires_at) SELECT '\\x0${name}', $1, id, 'system', ${at(ago)} FROM d`,
  },
  {
    table: "suppressions",
    goes: "1 minute",
    stays: "-1 minute",
    insert: (ago, name) =>
      `INSERT INTO suppressions (environment_id, identifier_key, reason, created_at, expires_at) VALUES ($1, '\\x0${name}', 'bounced', now(), ${at(ago)})`,
  },
  {
    table: "mailbox_guards",
    goes: "31 days",
    stays: "29 days",
    insert: (ago, name) =>
      `INSERT INTO mailbox_guards (environment_id, mailbox_key, sends, last_message_id) VALUES ($1, '\\x0${name}', '{}', ${id(ago, name)})`,
  },
  {
    table: "identifier_guards",
    goes: "31 days",
    stays: "29 days",
    insert: (ago, name) =>
      `INSERT INTO identifier_guards (environment_id, identifier_key, purpose, lane, sends, sends_all, last_message_id) VALUES ($1, '\\x0${name}', 'sign_in', '', '{}', '{}', ${id(ago, name)})`,
  },
  {
    table: "customer_quota_slots",
    goes: "64 days",
    stays: "61 days",
    insert: (ago, name) =>
      `INSERT INTO customer_quota_slots (customer_id, span, period, slot, used, cap) SELECT $2::uuid, 'day', (${at(ago)})::date, ${name}, 0, 1 WHERE $1::uuid IS NOT NULL`,
  },
  {
    table: "quota_notices",
    goes: "64 days",
    stays: "61 days",
    insert: (ago, name) =>
      `INSERT INTO quota_notices (customer_id, span, period, level) SELECT $2::uuid, 'day', (${at(ago)})::date, '${name === 1 ? "warning" : "exceeded"}' WHERE $1::uuid IS NOT NULL`,
  },
];

const count = async (table: string) => (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;

describe("retention", () => {
  it.each(CASES)("takes what is over of $table, and nothing else", async ({ table, goes, stays, insert }) => {
    const needs = (text: string) => (text.includes("$2") ? [environment, customer] : [environment]);
    const before = await count(table);
    for (const [ago, name] of [
      [goes, 1],
      [stays, 2],
    ] as const) {
      await rows(insert(ago, name), needs(insert(ago, name)));
    }
    expect(await count(table)).toBe((before ?? 0) + 2);
    expect(await sweepEnded(app.deps)).toBe(1);
    expect(await count(table)).toBe((before ?? 0) + 1);
    expect(await sweepEnded(app.deps)).toBe(0);
  });

  it("takes deliveries with their attempts after 30 days", async () => {
    await rows(
      `INSERT INTO webhook_endpoints (environment_id, id, url, events, secret_encrypted, created_by) VALUES ($1, ${id("1 hour", 9)}, 'https://x.dev', '{}', '\\x00', 'system')`,
      [environment],
    );
    for (const [ago, name] of [
      ["31 days", 1],
      ["29 days", 2],
    ] as const) {
      await rows(
        `INSERT INTO webhook_deliveries (environment_id, id, endpoint_id, event_id, event_type, data, event_at, created_at)
         SELECT $1, ${id("2 days", name)}, id, ${id(ago, name)}, 'otp.verified', '{}', ${at(ago)}, ${at(ago)} FROM webhook_endpoints WHERE environment_id = $1`,
        [environment],
      );
      await rows(
        `INSERT INTO webhook_attempts (environment_id, delivery_id, number, at, duration_ms, request_headers) SELECT $1, id, 1, now(), 1, '{}' FROM webhook_deliveries WHERE event_at = ${at(ago)} OR event_at < ${at("28 days")} ON CONFLICT DO NOTHING`,
        [environment],
      );
    }
    expect(await count("webhook_attempts")).toBe(2);
    expect(await sweepEnded(app.deps)).toBe(1);
    expect([await count("webhook_deliveries"), await count("webhook_attempts")]).toEqual([1, 1]);
  });

  it("keeps a guard that has failures, waits, or may have an open challenge", async () => {
    const insert = (name: number, more: string, values: string) =>
      rows(
        `INSERT INTO identifier_guards (environment_id, identifier_key, purpose, lane, sends, sends_all, last_message_id${more})
         VALUES ($1, '\\xaa0${name}', 'sign_in', '', '{}', '{}', ${id("40 days", name)}${values})`,
        [environment],
      );
    await insert(1, ", failures", ", 1");
    await insert(2, ", wait_until", ", now() + interval '1 minute'");
    await insert(3, ", succeeded_at", `, ${at("10 days")}`);
    await insert(4, "", "");
    await rows(
      `INSERT INTO challenges (environment_id, id, identifier_key, identifier_type, identifier_value, purpose, lane, round, opened_at, ends_at, attempts_max)
       VALUES ($1, ${id("1 minute", 1)}, '\\xaa04', 'email', 'a@x.dev', 'sign_in', '', 0, now(), now() + interval '5 minutes', 5)`,
      [environment],
    );
    expect(await sweepEnded(app.deps)).toBe(0);
    // The challenge has ended, but is still there.
    await rows("UPDATE challenges SET ends_at = now() - interval '1 minute'");
    expect(await sweepEnded(app.deps)).toBe(1);
  });

  it("takes sessions 30 days after their end, however they ended", async () => {
    await rows(`INSERT INTO users (environment_id, id, created_by) VALUES ($1, ${id("90 days", 5)}, 'system')`, [
      environment,
    ]);
    const insert = (name: number, { revoked, idle }: { revoked: string | null; idle: string }) =>
      rows(
        `INSERT INTO sessions (environment_id, id, user_id, challenge_id, device_id, identifier_key, salt_hash, restore_epoch, dev_mode, amr, rotated_at, idle_expires_at, absolute_expires_at, revoked_at)
         SELECT $1, ${id("60 days", name)}, u.id, ${id("60 days", name)}, '\\x00', '\\x00', '\\x00', 0, false, '{}', now(), ${at(idle)}, now() + interval '9 days', ${revoked === null ? "NULL" : at(revoked)}
         FROM users u WHERE u.environment_id = $1 LIMIT 1`,
        [environment],
      );
    await insert(1, { revoked: "31 days", idle: "-1 day" });
    await insert(2, { revoked: null, idle: "31 days" });
    await insert(3, { revoked: "29 days", idle: "-1 day" });
    await insert(4, { revoked: null, idle: "29 days" });
    await insert(6, { revoked: null, idle: "-1 day" });
    expect(await sweepEnded(app.deps)).toBe(2);
    expect(await count("sessions")).toBe(3);
  });

  it("takes members' sessions 30 days after their end", async () => {
    await rows(
      `INSERT INTO members (id, customer_id, email, role) VALUES (${id("90 days", 7)}, $1, 'owner@x.dev', 'owner')`,
      [customer],
    );
    for (const [ago, name] of [
      ["31 days", 1],
      ["29 days", 2],
    ] as const) {
      await rows(
        `INSERT INTO member_sessions (id, member_id, expires_at, restore_epoch) SELECT ${id(ago, name)}, id, ${at(ago)}, 0 FROM members WHERE email = 'owner@x.dev'`,
      );
    }
    expect(await sweepEnded(app.deps)).toBe(1);
    expect(await count("member_sessions")).toBe(1);
  });

  it("goes through a table of any length, a batch at a time, and stops when it is told to", async () => {
    await rows(
      `INSERT INTO idempotency_keys (environment_id, request_hash, body_hash, result_id, holder_id, created_at, locked_until)
       SELECT $1, int4send(n), '\\x00', ${id("2 days", 1)}, ${id("2 days", 1)}, ${at("2 days")}, ${at("2 days")} FROM generate_series(1, 2500) n`,
      [environment],
    );
    const told = new AbortController();
    told.abort();
    expect(await sweepEnded(app.deps, told.signal)).toBe(0);
    const both = await Promise.all([sweepEnded(app.deps), sweepEnded(app.deps)]);
    expect(both[0] + both[1] + (await sweepEnded(app.deps))).toBe(2500);
  });
});
