import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRefusals, type Refusal } from "@/lib/audit/refusals";
import { sha256 } from "@/lib/core/secrets";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, requestCode, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let user: User;
let installation: string;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
  const statement = { name: "refusals_installation", text: "SELECT id FROM environments WHERE installation" };
  const [row] = await app.deps.db.run<{ id: string }>(statement, []);
  installation = row?.id ?? "";
});

afterAll(() => app.close());

type Row = {
  environment_id: string;
  type: string;
  data: { reason?: string; endpoint?: string; key_hint?: string; fields?: string[]; count?: number };
  context: { actor?: string; ip?: string; request_id?: string };
};

/** What was written down of the request, which came from this address alone. */
async function written(ip: string): Promise<Row[]> {
  await app.deps.refusals.flush(app.deps);
  await app.deps.jobs.drain(app.deps, 5);
  const text = "SELECT environment_id, type, data, context FROM audit_log WHERE context->>'ip' = $1 ORDER BY seq";
  return app.deps.db.run<Row>({ name: "refusals_written", text }, [ip]);
}

let address = 0;
const nextIp = () => {
  address += 1;
  return `198.51.100.${100 + address}`;
};

const REQUEST = "/api/auth/request-otp";
const body = { email: "grace@example.com" };
const KEYS = "/api/admin/customers/me/api-keys";

const makeKey = async (input: object) =>
  (await call(app, "POST", KEYS, { key: tenant.test.secret, body: { name: "made", ...input } })).body;

describe("a failed authentication is in the audit log", () => {
  it("of the environment whose key it is, with the key, why, and from where", async () => {
    const revoked = await makeKey({ type: "secret" });
    await call(app, "DELETE", `${KEYS}/${revoked.id}`, { key: tenant.test.secret });
    const bound = await makeKey({ type: "secret", allowed_ips: ["192.0.2.1"] });
    const expired = await makeKey({
      type: "secret",
      expires_at: new Date(app.clock.now().getTime() + 60_000).toISOString(),
    });
    app.clock.advance(61);
    const cases = [
      [String(revoked.key), `key:${revoked.id}`, "401 invalid_api_key", "revoked"],
      [String(bound.key), `key:${bound.id}`, "403 ip_not_allowed", "ip_not_allowed"],
      [String(expired.key), `key:${expired.id}`, "401 invalid_api_key", "expired"],
    ] as const;
    for (const [key, actor, answer, reason] of cases) {
      const ip = nextIp();
      const refused = await call(app, "POST", REQUEST, { key, body, ip });
      expect(told(refused)).toBe(answer);
      expect(await written(ip)).toEqual([
        {
          environment_id: tenant.test.environmentId,
          type: "auth.refused",
          data: { reason, endpoint: `POST ${REQUEST}`, key_hint: `np_test_sk_…${key.slice(-4)}` },
          context: { actor, ip, request_id: refused.body.request_id },
        },
      ]);
    }
    const ip = nextIp();
    expect(told(await call(app, "GET", KEYS, { key: tenant.test.publishable, ip }))).toBe("403 forbidden");
    expect(await written(ip)).toMatchObject([
      { environment_id: tenant.test.environmentId, type: "auth.refused", data: { reason: "forbidden" } },
    ]);
    const origin = nextIp();
    await call(app, "POST", REQUEST, {
      key: tenant.test.secret,
      body,
      ip: origin,
      headers: { origin: "https://x.dev" },
    });
    expect(await written(origin)).toMatchObject([{ data: { reason: "origin_not_allowed" } }]);
  });

  it("of the installation where nobody knows the key, and never holds it", async () => {
    const { secret } = tenant.test;
    for (const key of ["nonsense-that-is-a-secret", `${secret.slice(0, -1)}_`, "np_op_guess_guess_guess"]) {
      const ip = nextIp();
      expect(told(await call(app, "POST", REQUEST, { key, body, ip }))).toBe("401 invalid_api_key");
      const rows = await written(ip);
      expect(rows).toMatchObject([{ environment_id: installation, type: "auth.refused" }]);
      expect(JSON.stringify(rows)).not.toContain(key.slice(0, 15));
    }
  });

  it("for the operator's and the scheduler's keys", async () => {
    for (const path of ["/api/admin/queues", "/api/jobs/drain"]) {
      const ip = nextIp();
      expect(told(await call(app, "GET", path, { token: "np_op_guess_guess_guess_guess", ip }))).toBe(
        "401 invalid_token",
      );
      expect(await written(ip)).toMatchObject([
        { environment_id: installation, data: { reason: "invalid_token", endpoint: `GET ${path}` } },
      ]);
    }
  });

  it("for tokens: in the environment that they name, if there is one", async () => {
    const forged = nextIp();
    await call(app, "GET", "/api/auth/me", { token: `${user.accessToken.slice(0, -6)}AAAAAA`, ip: forged });
    expect(await written(forged)).toMatchObject([
      { environment_id: tenant.test.environmentId, type: "auth.refused", data: { reason: "invalid_token" } },
    ]);
    const garbage = nextIp();
    await call(app, "GET", "/api/auth/me", { token: "a.b.c", ip: garbage });
    expect(await written(garbage)).toMatchObject([{ environment_id: installation }]);
    const refresh = nextIp();
    await call(app, "POST", "/api/auth/logout", { token: user.accessToken, body: {} });
    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair, ip: refresh }))).toBe("401 invalid_token");
    const rows = await written(refresh);
    expect(rows).toMatchObject([{ environment_id: tenant.test.environmentId, data: { reason: "invalid_token" } }]);
    expect(JSON.stringify(rows)).not.toContain("np_rt_");
    app.clock.advance(3600);
    const expired = nextIp();
    await call(app, "GET", "/api/auth/me", { token: user.accessToken, ip: expired });
    expect(await written(expired)).toMatchObject([{ data: { reason: "expired" } }]);
  });

  it("once for each guess: by the statement that charged it, or as one that was not looked at", async () => {
    const { challengeId } = await requestCode(app, tenant.test.secret, { email: "guessed@example.com" });
    const guess = (ip: string, challenge_id = challengeId) =>
      call(app, "POST", "/api/auth/verify-otp", {
        key: tenant.test.secret,
        body: { challenge_id, otp: "000000000" },
        ip,
      });
    const wrong = nextIp();
    expect((await guess(wrong)).body.reason).toBe("incorrect");
    app.clock.advance(3);
    expect((await written(wrong)).map(({ type }) => type)).toEqual(["otp.failed"]);
    for (let at = 0; at < 4; at += 1) await guess(nextIp());
    const spent = nextIp();
    expect((await guess(spent)).body.reason).toBe("locked");
    expect(await written(spent)).toMatchObject([
      { environment_id: tenant.test.environmentId, type: "otp.refused", data: { reason: "locked" } },
    ]);
    const unknown = nextIp();
    await guess(unknown, "019a9d8e-0000-7000-8000-0000000000ff");
    expect(await written(unknown)).toMatchObject([{ type: "otp.refused", data: { reason: "invalid_otp" } }]);
  });
});

describe("an attack is in the audit log", () => {
  it("when a field is sent that nobody may set", async () => {
    const ip = nextIp();
    const sent = { name: "mine", type: "secret", environment_id: other.test.environmentId, role: "owner" };
    expect(told(await call(app, "POST", KEYS, { key: tenant.test.secret, body: sent, ip }))).toBe(
      "400 invalid_request",
    );
    expect(await written(ip)).toMatchObject([
      {
        environment_id: tenant.test.environmentId,
        type: "request.refused",
        data: { reason: "unknown_field", fields: ["environment_id", "role"] },
        context: { actor: expect.stringMatching(/^key:/) },
      },
    ]);
  });

  it("when somebody else's things are asked for, and a cursor comes from elsewhere", async () => {
    const foreign = nextIp();
    await call(app, "GET", `/api/admin/audit?environment_id=${other.test.environmentId}`, {
      key: tenant.test.secret,
      ip: foreign,
    });
    expect(await written(foreign)).toMatchObject([{ type: "request.refused", data: { reason: "not_found" } }]);
    for (let at = 0; at < 2; at += 1) await makeKey({ type: "secret" });
    const { next_cursor } = (await call(app, "GET", `${KEYS}?limit=1`, { key: tenant.test.secret })).body;
    const cursor = nextIp();
    await call(app, "GET", `${KEYS}?cursor=${next_cursor}`, { key: other.test.secret, ip: cursor });
    expect(await written(cursor)).toMatchObject([
      { environment_id: other.test.environmentId, data: { reason: "foreign_cursor" } },
    ]);
  });

  it("when a customer's key tries what is the operator's", async () => {
    const ip = nextIp();
    const path = `/api/admin/customers/${tenant.customerId}/activate`;
    expect(told(await call(app, "POST", path, { key: tenant.live.secret, body: {}, ip }))).toBe("403 forbidden");
    expect(await written(ip)).toMatchObject([
      { environment_id: tenant.live.environmentId, data: { reason: "forbidden" } },
    ]);
    expect(told(await call(app, "GET", "/api/admin/queues", operator))).toBe("200");
  });
});

describe("a flood", () => {
  const refusal = (network: string): Refusal => ({
    type: "auth.refused",
    reason: "invalid_api_key",
    endpoint: "GET /",
    client: { ip: network, userAgent: null, requestId: "req_x" },
    network,
    environmentId: null,
    actor: null,
    keyHash: null,
    keyHint: null,
    claimedEnvironmentId: null,
    memberSessionId: null,
    fields: null,
  });

  const droppedIn = async (environmentId: string) => {
    await written("");
    const text = "SELECT data FROM audit_log WHERE environment_id = $1 AND type LIKE '%_dropped' ORDER BY seq DESC";
    return app.deps.db.run<{ data: object }>({ name: "refusals_dropped_in", text }, [environmentId]);
  };

  it("is heard so often from each network, held in bounds, and what is beyond is counted", async () => {
    const refusals = createRefusals();
    for (let at = 0; at < 500; at += 1) refusals.note(app.clock.now(), refusal("198.51.100.1"));
    for (let at = 0; at < 2_000; at += 1) refusals.note(app.clock.now(), refusal(`10.0.${at % 250}.${at >> 8}`));
    expect(await refusals.flush(app.deps)).toBe(1_001);
    expect(await refusals.flush(app.deps)).toBe(0);
    expect(await droppedIn(installation)).toEqual([{ data: { count: 1_500 } }]);
    expect(await written("198.51.100.1")).toHaveLength(120);
  });

  const entriesOf = async (environmentId: string, ip: string) =>
    (await written(ip)).filter((row) => row.environment_id === environmentId).length;

  it("at one's own key hides nothing at another's, and is counted where it is missing", async () => {
    const [refusals, ip, now] = [createRefusals(), nextIp(), app.clock.now()];
    const at = (environmentId: string, networks = 1) => {
      for (let number = 0; number < 2_000; number += 1) {
        const network = networks === 1 ? ip : `10.9.${number % networks}.1`;
        refusals.note(now, { ...refusal(network), environmentId, client: { ip, userAgent: null, requestId: "req_x" } });
      }
    };
    at(other.test.environmentId);
    at(other.live.environmentId, 100);
    refusals.note(now, { ...refusal(ip), environmentId: tenant.test.environmentId });
    await refusals.flush(app.deps);
    expect(await entriesOf(tenant.test.environmentId, ip)).toBe(1);
    expect(await entriesOf(other.test.environmentId, ip)).toBe(120);
    expect(await entriesOf(other.live.environmentId, ip)).toBe(300);
    expect(await droppedIn(other.test.environmentId)).toEqual([{ data: { count: 1_880 } }]);
    expect(await droppedIn(other.live.environmentId)).toEqual([{ data: { count: 1_700 } }]);
  });

  it("of keys that nobody may use any more hides none of another's keys", async () => {
    const revoked = await makeKey({ type: "secret" });
    await call(app, "DELETE", `${KEYS}/${revoked.id}`, { key: tenant.test.secret });
    const [refusals, ip] = [createRefusals(), nextIp()];
    const keyed = (key: string) => ({ ...refusal(ip), keyHash: sha256(key) });
    for (let at = 0; at < 500; at += 1) refusals.note(app.clock.now(), keyed("np_test_sk_nobody's"));
    refusals.note(app.clock.now(), keyed(String(revoked.key)));
    await refusals.flush(app.deps);
    expect(await entriesOf(tenant.test.environmentId, ip)).toBe(1);
  });

  it("of tokens that only name an environment fills no log of it, and takes nothing from what is proven", async () => {
    const refusals = createRefusals();
    const { environmentId } = tenant.live;
    const [claims, proven] = [nextIp(), nextIp()];
    const note = (ip: string, more: Partial<Refusal>) => refusals.note(app.clock.now(), { ...refusal(ip), ...more });
    for (let round = 0; round < 5; round += 1) {
      for (let at = 0; at < 100; at += 1)
        note(claims, { claimedEnvironmentId: environmentId, network: `10.8.${at}.1` });
      note(proven, { environmentId });
      await refusals.flush(app.deps);
    }
    expect(await entriesOf(environmentId, claims)).toBe(10);
    expect(await entriesOf(environmentId, proven)).toBe(5);
    expect(await droppedIn(environmentId), "once a minute").toEqual([{ data: { count: 90 } }]);
    app.clock.advance(61);
    await refusals.flush(app.deps);
    expect(await droppedIn(environmentId)).toEqual([{ data: { count: 400 } }, { data: { count: 90 } }]);
  });

  it("is tried again when it could not be written", async () => {
    const refusals = createRefusals();
    refusals.note(app.clock.now(), refusal("198.51.100.2"));
    const away = { ...app.deps, db: { ...app.deps.db, run: () => Promise.reject(new Error("away")) } };
    await expect(refusals.flush(away)).rejects.toThrow("away");
    expect(await refusals.flush(app.deps)).toBe(1);
  });
});
