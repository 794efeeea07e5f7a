import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Tenant as Customer, call, signUp, told } from "@/tests/support/tenants";

let app: TestApp;
let customer: Customer;

beforeAll(async () => {
  app = await startApp({ drain: false });
  customer = await signUp(app, "owner@northwind.dev");
});
afterAll(() => app.close());

const Listed = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string() })),
  next_cursor: z.string().nullable(),
});

function tenants(method: string, path = "", body?: object, key = customer.test.secret) {
  return call(app, method, `/api/admin/tenants${path}`, { key, ...(body && { body }) });
}

async function add(body: object): Promise<string> {
  const made = await tenants("POST", "", body);
  expect(told(made)).toBe("201");
  return `${made.body.id}`;
}

const microsoft = (tenant_id: string) => ({ provider: "microsoft", tenant_id });

describe("a tenant", () => {
  it("is added, read, said anew, changed in part and deleted, and each is in the audit log", async () => {
    const made = await tenants("POST", "", { name: " Acme Bank ", external: microsoft("72f988bf"), app_name: "Acme" });
    expect(made.body).toEqual({
      id: expect.any(String),
      name: "Acme Bank",
      external: microsoft("72f988bf"),
      app_name: "Acme",
      sender_name: null,
      sender_address: null,
      sender_status: "default",
      created_at: expect.any(String),
      created_by: expect.stringMatching(/^key:/),
      updated_at: expect.any(String),
    });
    const id = `${made.body.id}`;
    expect((await tenants("GET", `/${id}`)).body).toEqual(made.body);
    const patched = await tenants("PATCH", `/${id}`, { sender_name: "Acme logins" });
    expect(patched.body).toMatchObject({ name: "Acme Bank", app_name: "Acme", sender_name: "Acme logins" });
    expect((await tenants("PATCH", `/${id}`, { app_name: null })).body).toMatchObject({ app_name: null });
    const anew = await tenants("PUT", `/${id}`, { name: "Acme" });
    expect(anew.body).toMatchObject({ name: "Acme", external: null, app_name: null, sender_name: null });
    expect(told(await tenants("DELETE", `/${id}`))).toBe("204");
    expect(told(await tenants("GET", `/${id}`))).toBe("404 not_found");
    await app.deps.jobs.drain(app.deps, 5);
    const { body } = await call(app, "GET", `/api/admin/audit?target=tenant:${id}`, { key: customer.test.secret });
    const types = z
      .object({ data: z.array(z.object({ type: z.string() })) })
      .parse(body)
      .data.map(({ type }) => type);
    expect(types.toSorted()).toEqual([
      "tenant.created",
      "tenant.deleted",
      "tenant.updated",
      "tenant.updated",
      "tenant.updated",
    ]);
  });

  it.each([
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "a\nb" }, "name"],
    [{ name: "Acme", external: { provider: "Microsoft AD", tenant_id: "1" } }, "external.provider"],
    [{ name: "Acme", external: { provider: "google" } }, "external.tenant_id"],
    [{ name: "Acme", external: { provider: "google", tenant_id: "a b" } }, "external.tenant_id"],
    [{ name: "Acme", app_name: "Go to www.evil.dev" }, "app_name"],
    [{ name: "Acme", app_name: "Acme\r\nBcc: eve" }, "app_name"],
    [{ name: "Acme", sender_name: "security@bank.com" }, "sender_name"],
    [{ name: "Acme", sender_address: "login@acme.dev" }, "sender_address"],
    [{ name: "Acme", sender_address: "Acme <login@acme.dev>" }, "sender_address"],
    [{ name: "Acme", sender_address: "a@acme.dev, b@acme.dev" }, "sender_address"],
    [{ name: "Acme", environment_id: "019a9d8e-0000-7000-8000-0000000000ff" }, "environment_id"],
    [{ name: "Acme", id: "019a9d8e-0000-7000-8000-0000000000ff" }, "id"],
  ])("is refused as %j", async (body, path) => {
    const refused = await tenants("POST", "", body);
    expect(told(refused)).toBe("400 invalid_request");
    expect(refused.body.errors).toEqual([{ path, message: expect.any(String) }]);
  });

  it("is the only one that a provider of its own knows by its name, however many are added at once", async () => {
    const body = { name: "Contoso", external: microsoft("contoso") };
    const all = await Promise.all(Array.from({ length: 8 }, () => tenants("POST", "", body)));
    expect(all.map(told).toSorted()).toEqual(["201", ...Array.from({ length: 7 }, () => "409 conflict")]);
    const other = await add({ name: "Fabrikam", external: microsoft("fabrikam") });
    expect(told(await tenants("PATCH", `/${other}`, { external: microsoft("contoso") }))).toBe("409 conflict");
    expect(told(await tenants("PATCH", `/${other}`, { external: microsoft("fabrikam") }))).toBe("200");
    const found = await tenants("GET", "?external_provider=microsoft&external_tenant_id=contoso");
    expect(Listed.parse(found.body).data.map(({ name }) => name)).toEqual(["Contoso"]);
    expect(told(await tenants("GET", "?external_provider=microsoft"))).toBe("400 invalid_request");
    // Another environment, and another provider, may know somebody else by it.
    expect(told(await tenants("POST", "", body, customer.live.secret))).toBe("201");
    expect(
      told(await tenants("POST", "", { ...body, external: { ...microsoft("contoso"), provider: "google" } })),
    ).toBe("201");
  });

  it("is made once under an Idempotency-Key", async () => {
    const asking = {
      key: customer.test.secret,
      body: { name: "Once" },
      headers: { "idempotency-key": "one tenant" },
    };
    const one = await call(app, "POST", "/api/admin/tenants", asking);
    const two = await call(app, "POST", "/api/admin/tenants", asking);
    expect(two.body).toEqual(one.body);
  });

  it("is listed newest first, page by page", async () => {
    const names = ["First", "Second", "Third"];
    for (const name of names) {
      app.clock.advance(1);
      await add({ name });
    }
    const first = Listed.parse((await tenants("GET", "?limit=2")).body);
    expect(first.data.map(({ name }) => name)).toEqual(["Third", "Second"]);
    const second = Listed.parse((await tenants("GET", `?limit=1&cursor=${first.next_cursor}`)).body);
    expect(second.data.map(({ name }) => name)).toEqual(["First"]);
  });

  it("is seen and changed with the scopes for it alone", async () => {
    const path = "/api/admin/customers/me/api-keys";
    const scopes = ["tenants:read"];
    const made = await call(app, "POST", path, {
      key: customer.test.secret,
      body: { name: "Reader", type: "secret", scopes },
    });
    const key = `${made.body.key}`;
    expect(told(await tenants("GET", "", undefined, key))).toBe("200");
    expect(told(await tenants("POST", "", { name: "No" }, key))).toBe("403 forbidden");
    expect(told(await tenants("GET", "", undefined, customer.test.publishable))).toBe("403 forbidden");
  });

  it("gives its name to the messages for it in a test environment, and keeps it when they are sent again", async () => {
    const tenant_id = await add({ name: "Acme Bank", app_name: "Acme banking" });
    const key = customer.test.secret;
    const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key, body });
    const shown = async (to: string) => {
      const { body } = await call(app, "GET", `/api/test/messages?to=${to}`, { key });
      return z
        .object({ data: z.array(z.object({ subject: z.string(), text: z.string(), html: z.string() })) })
        .parse(body).data;
    };
    const first = await ask({ email: "ada@example.com", tenant_id });
    expect(told(first)).toBe("200");
    const again = { challenge_id: first.body.challenge_id };
    expect(told(await ask(again))).toBe("200");
    expect(told(await ask({ ...again, tenant_id }))).toBe("200");
    expect(told(await ask({ ...again, tenant_id: await add({ name: "Other" }) }))).toBe("404 not_found");
    const messages = await shown("ada@example.com");
    expect(messages).toHaveLength(3);
    for (const { subject, text, html } of messages) {
      for (const part of [subject, text, html]) expect(part).toContain("Acme banking");
      for (const part of [subject, text]) expect(part).not.toContain("Acme Bank");
    }
    const seen = await call(app, "GET", `/api/admin/verifications/${again.challenge_id}`, { key });
    expect(seen.body).toMatchObject({ tenant_id });
    await ask({ email: "grace@example.com" });
    const [others] = await shown("grace@example.com");
    expect(others?.text).not.toContain("Acme banking");
  });
});
