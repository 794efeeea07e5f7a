import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { flushTelemetry, listRequests } from "@/lib/usage";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, requestCode, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let requestId: string;
const hidden: string[] = [];

const Row = z.looseObject({
  id: z.string(),
  path: z.string(),
  status: z.number(),
  code: z.string().nullable(),
  at: z.string(),
});
const Page = z.object({ data: z.array(Row), next_cursor: z.string().nullable(), retention_days: z.number() });

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
  const key = tenant.test.secret;
  const { challengeId, code } = await requestCode(app, key, { email: "ada.lovelace@example.com" });
  const verify = { challenge_id: challengeId, otp: code };
  const verified = await call(app, "POST", "/api/auth/verify-otp", { key, body: verify, ip: "198.51.100.7" });
  const { access_token, refresh_token, device_token } = verified.body;
  hidden.push(code, String(access_token), String(refresh_token), String(device_token), key, "ada.lovelace");
  const wrong = { phone: "+14155550123", otp: "000111", emial: "x" };
  const refused = await call(app, "POST", "/api/auth/verify-otp", {
    key,
    body: wrong,
    headers: { "user-agent": "app/1.2.3" },
  });
  requestId = String(refused.body.request_id);
  hidden.push("+14155550123", "000111");
  await call(app, "GET", `/api/auth/me`, { token: String(access_token) });
  const made = await call(app, "POST", "/api/admin/customers/me/api-keys", {
    key,
    body: { name: "My secret project", type: "secret" },
  });
  hidden.push(String(made.body.key), "My secret project");
  await call(app, "GET", "/api/test/messages?to=ada.lovelace@example.com", { key });
  await flushTelemetry(app.deps);
});

afterAll(() => app.close());

const list = async (query = "", key = tenant.test.secret) => {
  const answered = await call(app, "GET", `/api/admin/request-log${query}`, { key });
  expect(answered.status, JSON.stringify(answered.body)).toBe(200);
  return Page.parse(answered.body);
};

describe("the request log", () => {
  it("lists what was asked, newest first, with who asked from where", async () => {
    const { data, retention_days } = await list();
    expect(data.map(({ path, status }) => `${path} ${status}`)).toEqual([
      "/api/test/messages 200",
      "/api/admin/customers/me/api-keys 201",
      "/api/auth/me 200",
      "/api/auth/verify-otp 400",
      "/api/auth/verify-otp 200",
      "/api/auth/request-otp 200",
    ]);
    expect(data[3]).toMatchObject({
      id: requestId,
      method: "POST",
      code: "invalid_request",
      ip: "203.0.113.1",
      user_agent: "app/1.2.3",
      actor: expect.stringMatching(/^key:/),
    });
    expect(data[2]).toMatchObject({ actor: "user" });
    expect(retention_days).toBe(30);
  });

  it("shows a request with its bodies, and what was wrong with it", async () => {
    const { body } = await call(app, "GET", `/api/admin/request-log/${requestId}`, { key: tenant.test.secret });
    expect(body).toMatchObject({
      status: 400,
      request: { body: { phone: "+1••••••0123", otp: "•••", emial: "•••" } },
      response: { code: "invalid_request", status: 400, request_id: requestId, errors: expect.any(Array) },
    });
  });

  it("keeps no secret and no address, in any row, in the table itself", async () => {
    const statement = { name: "test_log", text: "SELECT l::text AS line FROM request_log l" };
    const kept = (await app.deps.db.run<{ line: string }>(statement, [])).map(({ line }) => line).join("\n");
    expect(hidden.every((secret) => secret.length > 5)).toBe(true);
    for (const secret of hidden) expect(kept).not.toContain(secret);
    expect(kept).toContain("a•••@example.com");
  });

  it.each([
    ["?status=4xx", 1],
    ["?code=invalid_request", 1],
    ["?code=invalid_otp", 0],
    ["?path=verify-otp", 2],
    ["?path=POST%20/api/auth", 3],
    ["?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z", 0],
    ["?from=2020-01-01T00:00:00Z&status=2xx&path=/api/auth/", 3],
    ["?api_key_id=019a9d8e-0000-7000-8000-0000000000ff", 0],
  ])("filters by %s", async (query, found) => {
    expect((await list(query)).data).toHaveLength(found);
  });

  it("finds one by its id, and those of one key", async () => {
    expect((await list(`?request_id=${requestId}`)).data).toHaveLength(1);
    const { data } = await list("?status=4xx");
    const key = z.object({ actor: z.string() }).parse(data[0]).actor.slice(4);
    expect((await list(`?api_key_id=${key}`)).data.length).toBeGreaterThan(3);
  });

  it("looks at so many and no more for what fits, and goes on behind them", async () => {
    const environment = await environmentOf(app.deps, tenant.test.environmentId);
    if (!environment) throw new Error("The environment is gone");
    const filter = { statusClass: 4, path: null, error: null, actor: null, requestId: null, from: null, to: null };
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const query = { ...filter, limit: 1, cursor };
      const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(app.deps, { environment }, query, {
        scan: 2,
      });
      pages.push(page.data.map(({ id }) => id));
      cursor = page.nextCursor;
      expect(pages.length).toBeLessThan(100);
    } while (cursor !== null);
    expect(pages[0], "beyond the two that were looked at").toEqual([]);
    expect(pages.flat()).toContain(requestId);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
    const named = { ...filter, requestId, limit: 1, cursor: null };
    const one = await listRequests(app.deps, { environment }, named, { scan: 1 });
    expect(one).toMatchObject({ data: [{ id: requestId }], nextCursor: null });
    const other = await listRequests(app.deps, { environment }, { ...named, statusClass: 5 });
    expect(other.data).toEqual([]);
  });

  it("goes on where a page ended, and only in its own environment", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: z.output<typeof Page> = await list(
        `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}&to=${new Date(Date.now() + 1000).toISOString()}`,
      );
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
      expect(seen.length).toBeLessThan(40);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(requestId);
    const { next_cursor } = await list("?limit=2");
    for (const key of [other.test.secret, tenant.live.secret]) {
      const answered = await call(app, "GET", `/api/admin/request-log?cursor=${next_cursor}`, { key });
      expect(told(answered)).toBe("400 invalid_request");
    }
    const cut = `/api/admin/request-log?cursor=${next_cursor?.slice(0, -2)}`;
    expect(told(await call(app, "GET", cut, { key: tenant.test.secret }))).toBe("400 invalid_request");
  });

  it("shows nobody else's", async () => {
    expect((await list("", other.test.secret)).data).toEqual([]);
    for (const key of [other.test.secret, tenant.live.secret]) {
      expect(told(await call(app, "GET", `/api/admin/request-log/${requestId}`, { key }))).toBe("404 not_found");
    }
  });
});
