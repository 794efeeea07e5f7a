import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { insertRequestLog } from "@/db/queries/request-log";
import { flushTelemetry } from "@/lib/usage";
import type { Noted } from "@/lib/usage/telemetry";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signUp, type Tenant } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
});

beforeEach(async () => {
  await flushTelemetry(app.deps);
});

afterAll(() => app.close());

async function paths(of: Tenant): Promise<string[]> {
  const text = "SELECT path FROM request_log WHERE environment_id = $1 ORDER BY at DESC";
  const rows = await app.deps.db.run<{ path: string }>({ name: "text_paths", text }, [of.test.environmentId]);
  return rows.map(({ path }) => path);
}

/** A request as the edge notes it, with text that may be anything. */
function note(of: Tenant, more: Partial<Noted>): void {
  app.deps.telemetry.note({
    environmentId: of.test.environmentId,
    requestId: `req_${Math.random()}`,
    at: app.clock.now(),
    method: "GET",
    route: "/api/auth/me",
    path: "/api/auth/me",
    status: 200,
    ms: 1,
    error: null,
    actor: "user",
    ip: null,
    userAgent: null,
    request: undefined,
    response: undefined,
    ...more,
  });
}

describe("text that no column takes", () => {
  it("as it is left where a body is cut inside a character, does not cost the others their rows", async () => {
    const body = { message: `${"a".repeat(299)}😀`, detail: "😀".repeat(400), email: "😀@example.com" };
    await call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body });
    await call(app, "GET", "/api/admin/audit", { key: other.test.secret });
    await flushTelemetry(app.deps);
    expect((await paths(tenant))[0]).toBe("/api/auth/verify-otp");
    expect((await paths(other))[0]).toBe("/api/admin/audit");
  });

  it.each([
    { path: "/api/auth/me/\ud83d\0" },
    { path: `/api/auth/\0me`, route: "/api/auth/\0me" },
    { userAgent: "app/\ud83d" },
    { userAgent: "app\0/1" },
    { userAgent: `${"a".repeat(255)}😀` },
    { request: { query: { detail: "a\0b", message: "\udc00", code: "\0" }, body: { "a\0": "\0" } } },
    { response: { detail: "\ud83d\0", title: "\ud83d" } },
  ])("in %j goes, and the row stays", async (more) => {
    note(tenant, more);
    note(other, {});
    const before = [(await paths(tenant)).length, (await paths(other)).length];
    await flushTelemetry(app.deps);
    const after = [(await paths(tenant)).length, (await paths(other)).length];
    expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([1, 1]);
  });

  it("in the query as it was asked", async () => {
    const query = "?message=a%00b&detail=%ED%A0%80&from=%00";
    await call(app, "GET", `/api/admin/request-log${query}`, { key: tenant.test.secret });
    await flushTelemetry(app.deps);
    const listed = await paths(tenant);
    expect(listed[0]).toBe("/api/admin/request-log");
  });
});

describe("a row that cannot be written", () => {
  it("is the only one that is lost", async () => {
    note(tenant, {});
    const [row] = app.deps.telemetry.take().logs;
    if (!row) throw new Error("Nothing was noted");
    const rows = Array.from({ length: 9 }, (_, at) => ({ ...row, id: `req_${at}`, path: `/lost/${at}` }));
    const [first, , third] = rows;
    if (first) first.method = "\0";
    if (third) third.status = 3e9;
    expect(await insertRequestLog(app.deps.db, rows)).toBe(2);
    expect((await paths(tenant)).filter((path) => path.startsWith("/lost/")).toSorted()).toEqual(
      [1, 3, 4, 5, 6, 7, 8].map((at) => `/lost/${at}`),
    );
  });
});
