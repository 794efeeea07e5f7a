import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKeyring } from "@/lib/core/secrets";
import { encodeMemberToken } from "@/lib/session/member-token";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { askRaw, type RawAsking, type Seen } from "@/tests/support/raw";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, signUp, type Tenant } from "@/tests/support/tenants";

const APP_URL = "http://127.0.0.1:3598";
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 23 + 5) % 256));
const ACME = "https://app.acme.dev";

let database: TestDatabase;
let sql: Sql;
/** The server as it is, and one that leaves the API to Next. Both on one database, as one installation. */
let servers: { ours: TestServer; next: TestServer };
let tenant: Tenant;
let victim: Tenant;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  const options = { databaseUrl: database.url, env: { APP_URL, SECRET_KEY: SECRET.toString("base64") } };
  const ours = await startServer({ ...options, env: { ...options.env, OPERATOR_KEY } });
  const next = await startServer({ ...options, env: { ...options.env, OPERATOR_KEY }, args: ["--next-api"] });
  servers = { ours, next };
  tenant = await signUp(overHttp(ours.url), "owner@acme.dev");
  victim = await signUp(overHttp(ours.url), "owner@victim.dev");
  await call(overHttp(ours.url), "POST", keysPath, {
    key: tenant.test.secret,
    body: { name: "web", type: "publishable", kind: "web", allowed_origins: [ACME] },
  });
});
afterAll(async () => {
  await Promise.all([servers?.ours.stop(), servers?.next.stop()]);
  await sql?.close();
  await database.drop();
});

const OPERATOR_KEY = "np_op_for_the_tests_only_0123456789";
const keysPath = "/api/admin/customers/me/api-keys";
const MOUNTS = ["ours", "next"] as const;
type Mount = (typeof MOUNTS)[number];

const HOST = { host: new URL(APP_URL).host };
const ask = (mount: Mount, path: string, asking: RawAsking = {}): Promise<Seen> =>
  askRaw(servers[mount], path, { ...asking, headers: { ...HOST, ...asking.headers } });

/** The headers of an answer that tell a browser what it may do. */
function corsOf({ headers }: Seen): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("access-control-")));
}

describe("at either mount", () => {
  it("a preflight is answered alike, for origins that are listed and for those that are not", async () => {
    for (const origin of [ACME, "http://localhost:5173", "https://evil.example", "null"]) {
      const headers = { origin, "access-control-request-method": "POST" };
      const asked = { method: "OPTIONS", headers };
      const [ours, next] = [
        await ask("ours", "/api/auth/request-otp", asked),
        await ask("next", "/api/auth/request-otp", asked),
      ];
      expect({ status: next.status, ...corsOf(next) }).toEqual({ status: ours.status, ...corsOf(ours) });
      const admitted = origin === ACME || origin.includes("localhost") ? origin : undefined;
      expect([ours.status, ours.headers["access-control-allow-origin"]]).toEqual([204, admitted]);
      for (const seen of [ours, next]) expect(String(seen.headers.vary).split(/, */)).toContain("Origin");
    }
  });

  it("what was done once at the other is answered again", async () => {
    const body = JSON.stringify({ email: "both@example.com" });
    const headers = { "x-api-key": tenant.test.secret, "content-type": "application/json", "idempotency-key": "both" };
    const first = await ask("ours", "/api/auth/request-otp", { method: "POST", headers, body });
    const again = await ask("next", "/api/auth/request-otp", { method: "POST", headers, body });
    expect([first.status, again.status, again.headers["idempotency-replayed"]]).toEqual([200, 200, "true"]);
    expect(JSON.parse(again.text)).toEqual(JSON.parse(first.text));
    const other = await ask("next", "/api/auth/request-otp", {
      method: "POST",
      headers,
      body: JSON.stringify({ email: "other@example.com" }),
    });
    expect(other.status).toBe(422);
  });

  it.each(MOUNTS)("a member's cookie opens the admin API, and changes want its token: %s", async (mount) => {
    const [session] = await sql.rows<{ id: string }>(
      `INSERT INTO member_sessions (id, member_id, created_at, expires_at, restore_epoch)
      SELECT gen_random_uuid(), id, now(), now() + interval '1 hour', 0 FROM members WHERE email = 'owner@acme.dev' RETURNING id`,
    );
    const token = await encodeMemberToken(createKeyring([{ id: 1, bytes: SECRET }], 0), session?.id ?? "", 3600);
    const cookie = `ninepin_member=${token}`;
    const path = `${keysPath}?environment_id=${tenant.test.environmentId}`;
    const read = await ask(mount, path, { headers: { cookie } });
    expect(read.status).toBe(200);
    const body = JSON.stringify({ name: `by a member at ${mount}`, type: "secret" });
    const own = { cookie, origin: APP_URL, "content-type": "application/json" };
    const refused = await ask(mount, path, { method: "POST", headers: own, body });
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([403, "csrf_failed"]);
    const headers = { ...own, "x-csrf-token": String(read.headers["x-csrf-token"]) };
    const foreign = await ask(mount, path, {
      method: "POST",
      headers: { ...headers, origin: "https://evil.example" },
      body,
    });
    expect(foreign.status).toBe(403);
    expect((await ask(mount, path, { method: "POST", headers, body })).status).toBe(201);
  });

  it.each(MOUNTS)("no header says whose data it is: %s", async (mount) => {
    const claims = [
      "x-tenant-id",
      "x-environment-id",
      "x-customer-id",
      "x-project-id",
      "x-user-id",
      "x-forwarded-user",
    ];
    const key = { "x-api-key": tenant.test.secret };
    const plain = await ask(mount, keysPath, { headers: key });
    for (const name of claims) {
      for (const value of [victim.test.environmentId, victim.customerId]) {
        const claimed = await ask(mount, keysPath, { headers: { ...key, [name]: value } });
        expect([claimed.status, idsOf(claimed)]).toEqual([200, idsOf(plain)]);
        const nobody = await ask(mount, keysPath, { headers: { [name]: value } });
        expect(nobody.status).toBe(401);
      }
    }
  });

  it.each(MOUNTS)("no header makes another method of a request: %s", async (mount) => {
    const key = { "x-api-key": tenant.test.secret };
    const made = await ask(mount, keysPath, {
      method: "POST",
      headers: { ...key, "content-type": "application/json" },
      body: JSON.stringify({ name: `stays at ${mount}`, type: "secret" }),
    });
    const { id } = JSON.parse(made.text);
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
      for (const method of ["GET", "POST"]) {
        await ask(mount, `${keysPath}/${id}`, { method, headers: { ...key, [name]: "DELETE" } });
        await ask(mount, `${keysPath}/${id}?_method=DELETE`, { method, headers: key });
      }
    }
    const [row] = await sql.rows<{ revoked_at: Date | null }>("SELECT revoked_at FROM api_keys WHERE id = $1", [id]);
    expect(row).toEqual({ revoked_at: null });
  });

  it.each(MOUNTS)("no header opens what wants a credential: %s", async (mount) => {
    const tricks = {
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-middleware-next": "1",
      "x-invoke-path": "/api/health/live",
      "x-original-url": "/api/health/live",
      "x-rewrite-url": "/api/health/live",
      "x-forwarded-host": "127.0.0.1",
      "x-real-ip": "127.0.0.1",
      forwarded: "for=127.0.0.1",
    };
    for (const [name, value] of Object.entries(tricks)) {
      const seen = await ask(mount, keysPath, { headers: { [name]: value } });
      expect([name, seen.status]).toEqual([name, 401]);
    }
  });

  it.each(MOUNTS)("200 forged addresses are one client, whose guesses at keys end: %s", async (mount) => {
    const guessed = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        ask(mount, keysPath, { headers: { "x-api-key": `np_test_sk_${at}`, "x-forwarded-for": `203.0.${at}.7` } }),
      ),
    );
    const counts = Map.groupBy(guessed, ({ status }) => status);
    const [guesses = 0, ended = 0] = [counts.get(401)?.length, counts.get(429)?.length];
    expect(guesses + ended).toBe(200);
    // A few more where a minute begins meanwhile.
    expect(guesses).toBeGreaterThanOrEqual(120);
    expect(guesses).toBeLessThan(130);
    const good = await ask(mount, keysPath, { headers: { "x-api-key": tenant.test.secret } });
    expect(good.status).toBe(200);
  });
});

function idsOf({ text }: Seen): string[] {
  const { data }: { data: { id: string }[] } = JSON.parse(text);
  return data.map(({ id }) => id);
}
