import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listTeam, readMember, signInMember, startSignUp, updateCustomer } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import { drainOutbox } from "@/lib/outbox";
import type { MemberRole, Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import {
  call,
  operator,
  readSignedUp,
  requestCode,
  signIn,
  signUp,
  signUpCode,
  type Tenant,
  told,
} from "@/tests/support/tenants";

const UNKNOWN = "019a9d8e-0000-7000-8000-0000000000ff";
const Logged = z.array(z.object({ type: z.string(), data: z.looseObject({}), context: z.looseObject({}).nullable() }));

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const ME = "/api/admin/customers/me";
const of = (customerId: string, action = "") => `/api/admin/customers/${customerId}${action}`;

/** What the log of an environment says of these kinds of events, oldest first. */
async function logged(environmentId: string, prefix: string) {
  await drainOutbox(app.deps, async () => {});
  const rows = await app.deps.db.run<unknown>(
    {
      name: "test_customer_log",
      text: "SELECT type, data, context FROM audit_log WHERE environment_id = $1 AND starts_with(type, $2) ORDER BY at, id",
    },
    [environmentId, prefix],
  );
  return Logged.parse(rows);
}

async function memberScope(role: MemberRole): Promise<Scope> {
  const environment = await environmentOf(app.deps, tenant.test.environmentId);
  if (!environment) throw new Error("no environment");
  return { environment, actor: { type: "member", memberId: UNKNOWN, role }, client: null };
}

describe("a customer, of themselves", () => {
  it("reads name, plan, quotas and features, and what was used of them", async () => {
    const { status, body } = await call(app, "GET", ME, { key: tenant.live.secret });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: tenant.customerId,
      name: "Acme",
      status: "active",
      status_reason: null,
      plan: "free",
      quotas: { daily: { limit: 1000, used: 0 }, monthly: { limit: 10_000, used: 0 } },
      features: { api_keys: 50, custom_claims: true },
      delete_after: null,
    });
    const publishable = { key: tenant.test.publishable, headers: { origin: "https://shop.acme.dev" } };
    expect(told(await call(app, "GET", ME, publishable))).toBe("403 forbidden");
    expect(told(await call(app, "GET", ME))).toBe("401 missing_authorization");
  });

  it("changes names, which is told with before and after in the logs of test and live", async () => {
    const renamed = await call(app, "PUT", ME, {
      key: tenant.test.secret,
      body: { name: "Acme Ltd", project: { name: "Shop" } },
    });
    expect(told(renamed)).toBe("200");
    expect(renamed.body.name).toBe("Acme Ltd");
    for (const environmentId of [tenant.test.environmentId, tenant.live.environmentId]) {
      expect((await logged(environmentId, "customer.updated")).at(-1)).toMatchObject({
        data: { customer_id: tenant.customerId },
        context: {
          before: { name: "Acme", project: "Acme" },
          after: { name: "Acme Ltd", project: "Shop" },
          target: `customer:${tenant.customerId}`,
        },
      });
    }
    const environment = await environmentOf(app.deps, tenant.live.environmentId);
    expect([environment?.customerName, environment?.brand.name]).toEqual(["Acme Ltd", "Shop"]);
    const again = { key: tenant.test.secret, body: { name: "Acme Ltd" } };
    expect(told(await call(app, "PUT", ME, again))).toBe("200");
    expect(await logged(tenant.test.environmentId, "customer.updated"), "nothing changed, nothing told").toHaveLength(
      1,
    );
  });

  it("is told what only the operator changes, and the attempt stands in the log", async () => {
    const before = await call(app, "GET", ME, { key: tenant.live.secret });
    const body = {
      name: "Grown",
      status: "active",
      plan: "custom",
      daily_quota: 1,
      features: { api_keys: 9999 },
      id: UNKNOWN,
    };
    const refused = await call(app, "PUT", ME, { key: tenant.live.secret, body });
    expect(told(refused)).toBe("400 invalid_request");
    expect(refused.body.errors).toContainEqual({ path: "status", message: "Only the operator changes this" });
    expect(told(await call(app, "PUT", ME, { key: tenant.live.secret, body: { colour: "red" } }))).toBe(
      "400 invalid_request",
    );
    expect(
      told(await call(app, "PUT", ME, { key: tenant.live.secret, body: { project: { slug: "x", name: "y" } } })),
    ).toBe("400 invalid_request");
    const { body: after } = await call(app, "GET", ME, { key: tenant.live.secret });
    expect(after).toEqual(before.body);
    const attempts = await logged(tenant.live.environmentId, "customer.change_refused");
    expect(attempts, "what is no field at all is no attack").toHaveLength(1);
    expect(attempts[0]?.context).toMatchObject({
      after: { fields: ["status", "plan", "daily_quota", "features", "id"] },
      ip: "203.0.113.1",
    });
    expect(String(attempts[0]?.context?.actor)).toMatch(/^key:/);
  });

  it("is changed by owners and admins, not by developers or viewers", async () => {
    const change = { name: "Acme", projectName: undefined, others: [] };
    for (const role of ["developer", "viewer"] as const) {
      await expect(updateCustomer(app.deps, await memberScope(role), change)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    for (const role of ["admin", "owner"] as const) {
      await expect(updateCustomer(app.deps, await memberScope(role), change)).resolves.toMatchObject({ name: "Acme" });
    }
  });
});

describe("the operator", () => {
  it("registers a customer, whose owner signs in with a code and whose keys work at once", async () => {
    const asked = { name: "Northwind", email: "Ada@Northwind.dev", plan: "pro", project: "Northwind Shop" };
    const registered = await call(app, "POST", "/api/admin/customers", { ...operator, body: asked });
    expect(told(registered)).toBe("201");
    expect(registered.body).toMatchObject({ customer: { name: "Northwind" }, project: { slug: "northwind-shop" } });
    const theirs = readSignedUp(registered);
    const { body } = await call(app, "GET", of(theirs.customerId), operator);
    expect(body).toMatchObject({
      plan: "pro",
      projects: [{ slug: "northwind-shop", environments: [{ environment: "test" }, { environment: "live" }] }],
      members: [{ email: "ada@northwind.dev", role: "owner", last_seen_at: null }],
    });
    expect((await requestCode(app, theirs.test.secret, { email: "grace@example.com" })).code).toMatch(/^\d+$/);
    expect((await logged(theirs.live.environmentId, "customer.created"))[0]?.context?.actor).toBe("operator");

    const twice = await call(app, "POST", "/api/admin/customers", { ...operator, body: { ...asked, name: "Twin" } });
    expect(told(twice)).toBe("409 conflict");
    const wrong = await call(app, "POST", "/api/admin/customers", { ...operator, body: { ...asked, email: "nobody" } });
    expect(told(wrong)).toBe("400 invalid_email");
  });

  it("finds customers by name, address, project, plan and status, and pages through them", async () => {
    const names = async (query: string) => {
      const { body } = await call(app, "GET", `/api/admin/customers?${query}`, operator);
      return z
        .object({ data: z.array(z.object({ name: z.string() })) })
        .parse(body)
        .data.map(({ name }) => name);
    };
    expect(await names("limit=100"), "Ninepin itself is none").toEqual(["Northwind", "Acme"]);
    expect(await names("search=northwind.DEV")).toEqual(["Northwind"]);
    expect(await names("search=acm")).toEqual(["Acme"]);
    expect(await names("search=shop&plan=pro")).toEqual(["Northwind"]);
    expect(await names(`search=${tenant.customerId}`)).toEqual(["Acme"]);
    expect(await names("search=%25"), "a wildcard is a letter like any other").toEqual([]);
    expect(await names("status=suspended")).toEqual([]);
    const first = await call(app, "GET", "/api/admin/customers?limit=1", operator);
    expect(await names(`limit=1&cursor=${first.body.next_cursor}`)).toEqual(["Acme"]);
    expect(told(await call(app, "GET", "/api/admin/customers?cursor=elsewhere", operator))).toBe("400 invalid_request");
    expect(told(await call(app, "GET", "/api/admin/customers?order=name", operator))).toBe("400 invalid_request");
  });

  it("changes plan, quotas and features, told with before and after; the plan's own come back with null", async () => {
    const body = { plan: "scale", daily_quota: 7, features: { api_keys: 3, custom_claims: false } };
    const changed = await call(app, "PATCH", of(tenant.customerId), { ...operator, body });
    expect(changed.body).toMatchObject({
      plan: "scale",
      quotas: { daily: { limit: 7 }, monthly: { limit: 3_000_000 } },
      features: { api_keys: 3, custom_claims: false, webhook_endpoints: 200 },
      own_quotas: { daily: 7, monthly: null },
      own_features: { api_keys: 3, custom_claims: false },
    });
    expect((await logged(tenant.live.environmentId, "customer.terms_changed")).at(-1)?.context).toMatchObject({
      actor: "operator",
      before: { plan: "free", daily_quota: null, features: {} },
      after: { plan: "scale", daily_quota: 7, features: { api_keys: 3, custom_claims: false } },
    });
    const environment = await environmentOf(app.deps, tenant.live.environmentId);
    expect(environment?.quota).toEqual({ daily: 7, monthly: 3_000_000 });
    for (const wrong of [{ plan: "gold" }, { daily_quota: 0 }, { features: { flying: true } }, { name: "x" }]) {
      const refused = await call(app, "PATCH", of(tenant.customerId), { ...operator, body: wrong });
      expect(told(refused)).toBe("400 invalid_request");
    }
    const back = { plan: "free", daily_quota: null, features: {} };
    expect((await call(app, "PATCH", of(tenant.customerId), { ...operator, body: back })).body).toMatchObject({
      plan: "free",
      quotas: { daily: { limit: 1000 } },
      features: { api_keys: 50 },
    });
  });

  it("finds nothing where there is nobody, and nobody suspends Ninepin itself", async () => {
    const [installation] = await app.deps.db.run<{ customer_id: string }>(
      { name: "test_installation", text: "SELECT customer_id FROM environments WHERE installation" },
      [],
    );
    for (const id of [UNKNOWN, installation?.customer_id ?? ""]) {
      expect(told(await call(app, "GET", of(id), operator))).toBe("404 not_found");
      expect(told(await call(app, "POST", of(id, "/suspend"), operator))).toBe("404 not_found");
      expect(told(await call(app, "PATCH", of(id), { ...operator, body: { plan: "pro" } }))).toBe("404 not_found");
      const confirmed = { ...operator, body: { confirm: "Ninepin" } };
      expect(told(await call(app, "DELETE", of(id), confirmed))).toBe("404 not_found");
    }
    expect(told(await call(app, "GET", of("me"), operator)), "the operator is nobody's customer").not.toBe("200");
  });
});

describe("a customer who is suspended", () => {
  let suspended: Tenant;
  let memberSessionId: string;

  beforeAll(async () => {
    suspended = await signUp(app, "owner@spam.dev");
    const client = { ip: "203.0.113.7", userAgent: null, requestId: "test" };
    const { challengeId } = await startSignUp(app.deps, client, { email: "owner@spam.dev" });
    const otp = await signUpCode(app, "owner@spam.dev");
    ({ memberSessionId } = await signInMember(app.deps, client, { challengeId, otp }));
  });

  const status = (body: object) => call(app, "PUT", of(suspended.customerId, "/status"), { ...operator, body });

  it("is refused everywhere at once, with all they have, and goes on where they were afterwards", async () => {
    const user = await signIn(app, suspended.test, "ada@example.com");
    const open = await requestCode(app, suspended.test.secret, { email: "grace@example.com" });
    const done = await call(app, "POST", of(suspended.customerId, "/suspend"), {
      ...operator,
      body: { reason: "Codes to numbers that nobody asked for" },
    });
    expect(done.body).toMatchObject({ status: "suspended", status_reason: "Codes to numbers that nobody asked for" });

    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    const verify = { key: suspended.test.secret, body: { challenge_id: open.challengeId, otp: open.code } };
    expect(
      told(
        await call(app, "POST", "/api/auth/request-otp", { key: suspended.test.secret, body: { email: "a@b.dev" } }),
      ),
    ).toBe("403 customer_suspended");
    expect(told(await call(app, "POST", "/api/auth/verify-otp", verify))).toBe("403 customer_suspended");
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).not.toBe("200");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).not.toBe("200");
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("403 customer_suspended");

    expect(told(await call(app, "POST", of(suspended.customerId, "/activate"), operator))).toBe("200");
    expect(told(await call(app, "POST", "/api/auth/verify-otp", verify))).toBe("200");
    expect(told(await call(app, "GET", "/api/auth/me", { token: user.accessToken }))).toBe("200");
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).toBe("200");
    const log = await logged(suspended.live.environmentId, "customer.");
    expect(
      log
        .filter(({ type }) => /suspended|activated/.test(type))
        .map(({ type, context }) => [type, context?.before, context?.after]),
    ).toEqual([
      [
        "customer.suspended",
        { status: "active", reason: null },
        { status: "suspended", reason: "Codes to numbers that nobody asked for" },
      ],
      [
        "customer.activated",
        { status: "suspended", reason: "Codes to numbers that nobody asked for" },
        { status: "active", reason: null },
      ],
    ]);
  });

  it("cannot go on by themselves", async () => {
    await status({ status: "suspended", reason: "Again" });
    const { secret } = suspended.live;
    for (const [method, path, body] of [
      ["PUT", ME, { status: "active" }],
      ["PUT", of(suspended.customerId, "/status"), { status: "active" }],
      ["POST", of(suspended.customerId, "/activate"), undefined],
      ["POST", of("me", "/activate"), undefined],
      ["POST", of(suspended.customerId, "/restore"), undefined],
    ] as const) {
      expect((await call(app, method, path, { key: secret, body })).status, `${method} ${path}`).toBe(403);
    }
    const { body } = await call(app, "GET", of(suspended.customerId), operator);
    expect(body.status).toBe("suspended");
  });

  it("reads in the dashboard why, and is out of it once cancelled, keys and codes too", async () => {
    expect((await readMember(app.deps, memberSessionId))?.customer).toMatchObject({ suspended: { reason: "Again" } });
    expect((await status({ status: "cancelled", reason: "Over" })).body).toMatchObject({ status: "cancelled" });
    expect(await readMember(app.deps, memberSessionId)).toBeNull();
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("401 invalid_api_key");
    app.clock.advance(60);
    await call(app, "POST", "/api/signup", { body: { email: "owner@spam.dev" } });
    const otp = await signUpCode(app, "owner@spam.dev");
    const back = await call(app, "POST", "/api/signup/verify", { body: { email: "owner@spam.dev", otp } });
    expect(told(back), "who comes back does not get a new account").toBe("403 forbidden");

    expect((await status({ status: "active" })).body).toMatchObject({ status: "active", status_reason: null });
    expect(told(await call(app, "GET", ME, { key: suspended.live.secret }))).toBe("200");
    expect(told(await status({ status: "paused" }))).toBe("400 invalid_request");
  });
});

describe("the team", () => {
  it("is the customer's own, with roles, and says when each was seen", async () => {
    const client = { ip: "203.0.113.9", userAgent: null, requestId: "test" };
    app.clock.advance(60);
    const { challengeId } = await startSignUp(app.deps, client, { email: "owner@acme.dev" });
    const { memberSessionId } = await signInMember(app.deps, client, {
      challengeId,
      otp: await signUpCode(app, "owner@acme.dev"),
    });
    const seen = async () => (await listTeam(app.deps, await memberScope("viewer")))[0]?.lastSeenAt?.getTime() ?? 0;
    expect(await listTeam(app.deps, await memberScope("viewer"))).toMatchObject([
      { email: "owner@acme.dev", role: "owner" },
    ]);
    await readMember(app.deps, memberSessionId);
    await app.deps.settle();
    const first = await seen();
    app.clock.advance(120);
    await readMember(app.deps, memberSessionId);
    await app.deps.settle();
    expect(await seen(), "to five minutes, not to every page").toBe(first);
    app.clock.advance(240);
    await readMember(app.deps, memberSessionId);
    await app.deps.settle();
    expect(await seen()).toBeGreaterThan(first + 300_000);
  });
});
