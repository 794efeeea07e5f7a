import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listTeam, readMember, signInMember, startSignUp, updateCustomer } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import type { MemberRole, Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { logged } from "@/tests/support/customer-log";
import { signInMemberBrowser } from "@/tests/support/members";
import {
  call,
  operator,
  readSignedUp,
  requestCode,
  signUp,
  signUpCode,
  type Tenant,
  told,
} from "@/tests/support/tenants";

const UNKNOWN = "019a9d8e-0000-7000-8000-0000000000ff";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const ME = "/api/admin/customers/me";
const of = (customerId: string, action = "") => `/api/admin/customers/${customerId}${action}`;

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
      expect((await logged(app, environmentId, "customer.updated")).at(-1)).toMatchObject({
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
    expect(
      await logged(app, tenant.test.environmentId, "customer.updated"),
      "nothing changed, nothing told",
    ).toHaveLength(1);
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
    const attempts = await logged(app, tenant.live.environmentId, "customer.change_refused");
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
    expect((await logged(app, theirs.live.environmentId, "customer.created"))[0]?.context?.actor).toBe("operator");

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
    expect((await logged(app, tenant.live.environmentId, "customer.terms_changed")).at(-1)?.context).toMatchObject({
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

describe("a member’s browser", () => {
  it("reads and renames the customer, asks for the deletion and takes it back, with the dashboard’s own token", async () => {
    app.clock.advance(60);
    const browser = await signInMemberBrowser(app, "owner@acme.dev");
    const here = `?environment_id=${tenant.test.environmentId}`;
    expect((await browser.ask("GET", ME + here)).body).toMatchObject({ name: "Acme" });
    expect(told(await browser.ask("PUT", ME + here, { body: { name: "Acme" } }))).toBe("200");
    const forged = { body: { confirm: "Acme" }, headers: { origin: "https://evil.example" } };
    expect(told(await browser.ask("DELETE", ME + here, forged))).toBe("403 csrf_failed");
    const asked = await browser.ask("DELETE", ME + here, { body: { confirm: "Acme" } });
    expect(told(asked)).toBe("200");
    expect(asked.body.delete_after).not.toBeNull();
    expect((await browser.ask("POST", `${ME}/restore${here}`)).body.delete_after).toBeNull();
    expect(told(await browser.ask("POST", `${ME}/restore${here}`))).toBe("409 conflict");
    expect(told(await browser.ask("POST", of(tenant.customerId, "/activate")))).toBe("401 missing_authorization");
  });
});

describe("a repeated request of the operator", () => {
  const repeated = (key: string, body?: object) => ({
    headers: { ...operator.headers, "idempotency-key": key },
    ...(body && { body }),
  });

  it("registers one customer, and shows the keys the first time alone", async () => {
    const asked = repeated("register-1", { name: "Once", email: "once@once.dev" });
    const first = await call(app, "POST", "/api/admin/customers", asked);
    const again = await call(app, "POST", "/api/admin/customers", asked);
    expect([told(first), told(again)]).toEqual(["201", "201"]);
    expect(again.body).toEqual({ ...first.body, api_keys: [] });
  });

  it("suspends once: what was changed since is not changed back", async () => {
    const suspend = () =>
      call(app, "POST", of(tenant.customerId, "/suspend"), repeated("suspend-1", { reason: "Once" }));
    expect((await suspend()).body).toMatchObject({ status: "suspended" });
    expect((await suspend()).body).toMatchObject({ status: "suspended" });
    await call(app, "POST", of(tenant.customerId, "/activate"), repeated("activate-1"));
    expect(told(await suspend())).toBe("409 conflict");
    expect((await call(app, "GET", of(tenant.customerId), operator)).body.status).toBe("active");
  });
});
