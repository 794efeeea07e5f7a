import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { countUsage } from "@/lib/outbox/count-usage";
import type { CountedEvent } from "@/lib/outbox/usage-of-events";
import { flushAll, rollUp } from "@/lib/usage";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

const HOUR = 3600;
const KEY = "019a9d8e-0000-7000-8000-000000000002";
const user = (number: number) => `019a9d8e-0000-7000-8000-${String(number).padStart(12, "0")}`;

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const get = (path: string, key = tenant.test.secret) => call(app, "GET", path, { key });

function event(type: string, data: object = {}, at = app.clock.now()): CountedEvent {
  return { environmentId: tenant.test.environmentId, type, data, actor: `key:${KEY}`, at };
}

const count = (events: CountedEvent[], retracted: CountedEvent[] = []) =>
  app.deps.db.transaction((tx) => countUsage(tx, events, retracted));

const Analytics = z.object({
  facts: z.object({
    source: z.literal("facts"),
    totals: z.record(z.string(), z.number().nullable()),
    series: z.array(
      z.looseObject({ starts_at: z.string(), otp_requested: z.number(), active_users: z.number().nullable() }),
    ),
    channels: z.array(z.unknown()),
    countries: z.array(z.unknown()),
    api_keys: z.array(z.unknown()),
  }),
  telemetry: z.object({
    source: z.literal("telemetry"),
    behind_seconds: z.number(),
    totals: z.record(z.string(), z.number().nullable()),
    series: z.array(z.looseObject({ calls: z.number(), p95_ms: z.number().nullable() })),
    endpoints: z.array(z.looseObject({ endpoint: z.string(), calls: z.number(), p95_ms: z.number().nullable() })),
  }),
});

describe("facts", () => {
  it("are counted once each, and taken back where they turned out otherwise", async () => {
    const failed = event("otp.failed", { channel: "email" });
    await count([
      event("otp.requested", { channel: "email" }),
      event("otp.requested", { channel: "sms", country: "GB" }),
      failed,
      event("user.logged_in", { user_id: user(1) }),
      event("user.logged_in", { user_id: user(1) }),
      event("user.logged_in", { user_id: user(2) }),
    ]);
    await count(
      [event("otp.verified", { channel: "email", seconds: 14 }), event("user.logged_in", { user_id: user(2) })],
      [failed],
    );

    const answered = await get("/api/admin/analytics");
    expect(answered.status).toBe(200);
    const { facts } = Analytics.parse(answered.body);
    expect(facts.totals).toEqual({
      otp_requested: 2,
      otp_verified: 1,
      otp_failed: 0,
      logins: 4,
      users_created: 0,
      messages_delivered: 0,
      messages_bounced: 0,
      success_rate: 0.5,
      seconds_to_verify_p50: 13,
      seconds_to_verify_p95: 13.9,
    });
    expect(facts.series).toHaveLength(30);
    expect(facts.series.at(-1)).toMatchObject({ otp_requested: 2, active_users: 2 });
    expect(facts.channels).toEqual([
      { channel: "email", otp_requested: 1, otp_verified: 1 },
      { channel: "sms", otp_requested: 1, otp_verified: 0 },
    ]);
    expect(facts.countries).toEqual([{ country: "GB", otp_requested: 1 }]);
    expect(facts.api_keys).toEqual([{ api_key_id: KEY, otp_requested: 2, otp_verified: 1, otp_failed: 0 }]);
    const other = Analytics.parse((await get("/api/admin/analytics", tenant.live.secret)).body);
    expect(other.facts.totals.otp_requested, "live is another environment").toBe(0);
  });

  it("survive many who count at once, in every order", async () => {
    const before = Analytics.parse((await get("/api/admin/analytics")).body).facts.totals.otp_requested ?? 0;
    const types = ["otp.requested", "user.logged_in", "otp.verified", "user.created"];
    const batches = Array.from({ length: 12 }, (_, at) =>
      [...types.slice(at % 4), ...types.slice(0, at % 4)].map((type, index) =>
        event(type, { user_id: user(at * 4 + index) }),
      ),
    );
    await Promise.all(batches.map((batch) => count(batch)));
    const after = Analytics.parse((await get("/api/admin/analytics")).body).facts.totals.otp_requested;
    expect(after).toBe(before + 12);
  });

  it("are what usage is made of: today, this month, quotas, storage", async () => {
    const answered = await get("/api/admin/usage", tenant.live.secret);
    expect(answered.body).toMatchObject({
      source: "facts",
      metered: true,
      quotas: { day: { limit: 1_000, used: 0, full_at: null }, month: { limit: 10_000, used: 0, full_at: null } },
      month: { otp_requested: 0, active_users: 0 },
      stored: { users: 0, identifiers: 0, sessions: 0 },
    });
    const test = await get("/api/admin/usage");
    expect(test.body).toMatchObject({ metered: false, day: { logins: 16 } });
  });
});

describe("telemetry", () => {
  it("counts calls by minute, hour and day, and says how slow they were", async () => {
    await flushAll(app.deps);
    const noted = (await call(app, "GET", "/api/admin/analytics/realtime", { key: tenant.live.secret })).body;
    expect(noted).toMatchObject({ source: "telemetry", totals: { calls: 2, server_errors: 0 } });

    const email = { email: "ada@example.com" };
    await call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email: "not one" } });
    await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body: email });
    await flushAll(app.deps);
    const read = async (query: string) => Analytics.parse((await get(`/api/admin/analytics${query}`)).body).telemetry;
    const byDay = await read("");
    expect(byDay.endpoints.find(({ endpoint }) => endpoint === "POST /api/auth/request-otp")).toMatchObject({
      calls: 1,
    });
    expect(byDay.series.at(-1)?.p95_ms).toBeGreaterThan(0);
    const calls = byDay.totals.calls ?? 0;

    // Rolled up or not, in hours and in days, nothing is lost and nothing counts twice.
    app.clock.advance(3 * HOUR);
    expect(await rollUp(app.deps, new AbortController().signal)).toBeGreaterThan(0);
    expect(await rollUp(app.deps, new AbortController().signal)).toBe(0);
    const day = await read(`?from=${new Date(app.clock.now().getTime() - 40 * HOUR * 1000).toISOString()}`);
    const hour = await read(`?interval=hour`);
    expect([day.totals.calls, hour.totals.calls]).toEqual([calls, calls]);
    expect(Math.max(...hour.series.map((bucket) => bucket.p95_ms ?? 0))).toBeGreaterThan(0);
  });

  it("tells errors by code and endpoint", async () => {
    const { body } = await get("/api/admin/analytics/errors", tenant.live.secret);
    expect(body).toMatchObject({
      source: "telemetry",
      data: [{ code: "invalid_email", endpoint: "POST /api/auth/request-otp", status: 400, count: 1 }],
    });
  });

  it("merges what several processes measured, all of it", async () => {
    const { telemetry } = app.deps;
    const note = (ms: number) =>
      telemetry.note({
        environmentId: tenant.live.environmentId,
        requestId: `req_${ms}`,
        at: app.clock.now(),
        method: "GET",
        route: "/api/merged",
        path: "/api/merged",
        status: 200,
        ms,
        error: null,
        actor: "system",
        ip: null,
        userAgent: null,
        request: undefined,
        response: undefined,
      });
    for (let round = 1; round <= 3; round += 1) {
      for (let ms = 1; ms <= 100; ms += 1) note(ms);
      await flushAll(app.deps);
    }
    const { telemetry: read } = Analytics.parse((await get("/api/admin/analytics", tenant.live.secret)).body);
    const merged = read.endpoints.find(({ endpoint }) => endpoint === "GET /api/merged");
    expect(merged?.calls).toBe(300);
    expect(Math.abs((merged?.p95_ms ?? 0) - 95)).toBeLessThanOrEqual(2);
  });
});

describe("analytics", () => {
  it.each([
    ["?from=2026-01-02&to=2026-01-02", "from"],
    ["?from=2026-01-02&to=2026-01-01", "from"],
    ["?from=2020-01-01&to=2026-01-01", "from"],
    ["?interval=hour&from=2026-01-01&to=2026-02-02", "from"],
    ["?interval=minute", "interval"],
    ["?from=yesterday", "from"],
    ["?from=2026-02-30", "from"],
    ["?format=xml", "format"],
    ["?tenant=1", "tenant"],
  ])("refuses %s", async (query, path) => {
    for (const endpoint of ["/api/admin/analytics", "/api/admin/analytics/errors"]) {
      const answered = await get(endpoint + query);
      expect(told(answered)).toBe("400 invalid_request");
      expect(answered.body.errors).toMatchObject([{ path }]);
    }
  });

  it("comes as CSV, a row a day, for a spreadsheet", async () => {
    const response = await app.ask("/api/admin/analytics?format=csv&from=2026-01-01&to=2026-01-08", {
      headers: { "x-api-key": tenant.test.secret },
    });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="analytics.csv"');
    const lines = (await response.text()).trim().split("\r\n");
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain("starts_at,otp_requested,otp_verified");
    expect(lines[1]).toBe("2026-01-01T00:00:00.000Z,0,0,0,0,0,0,0,0,,0,0,0,0,");
  });

  it("is not for publishable keys, nor for keys without the scope; the operator names the environment", async () => {
    for (const path of ["/api/admin/analytics", "/api/admin/usage", "/api/admin/request-log"]) {
      expect(told(await call(app, "GET", path))).toBe("401 missing_authorization");
      expect(told(await get(path, tenant.test.publishable))).toBe("403 forbidden");
      expect(told(await call(app, "GET", path, operator))).toBe("400 invalid_request");
      const named = `${path}?environment_id=${tenant.test.environmentId}`;
      expect(told(await call(app, "GET", named, operator))).toBe("200");
      expect(told(await get(`${path}?environment_id=${tenant.live.environmentId}`))).toBe("404 not_found");
    }
  });
});

describe("what is stored", () => {
  const Usage = z.object({ stored: z.object({ users: z.number() }) });
  const usersNow = async () => Usage.parse((await get("/api/admin/usage", tenant.live.secret)).body).stored.users;

  it("is counted once a minute, however often it is asked for", async () => {
    app.clock.advance(61);
    expect(await usersNow()).toBe(0);
    const text = "INSERT INTO users (environment_id, id, created_by) VALUES ($1, gen_random_uuid(), 'system')";
    await app.deps.db.run({ name: "usage_user", text }, [tenant.live.environmentId]);
    expect(await usersNow()).toBe(0);
    app.clock.advance(61);
    expect(await usersNow()).toBe(1);
  });
});
