import { afterAll, beforeAll, expect } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "./app";
import type { WaitingEvent } from "./configuring";
import { type Asking, call, signUp, type Tenant, told } from "./tenants";

/** Where a customer's keys are. */
export const KEYS = "/api/admin/customers/me/api-keys";

const Key = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).nullable(),
  allowed_ips: z.array(z.string()),
  allowed_origins: z.array(z.string()),
  expires_at: z.string().nullable(),
});
const Rotated = Key.extend({ replaces: z.object({ id: z.string(), expires_at: z.string() }) });
const Listed = z.looseObject({
  id: z.string(),
  last_used_at: z.string().nullable(),
  last_used_ip: z.string().nullable(),
  last_used_agent: z.string().nullable(),
  requests_24h: z.number(),
  replaces: z.object({ id: z.string() }).nullable(),
  replaced_by: z.object({ id: z.string() }).nullable(),
  expires_at: z.string().nullable(),
});

/** An app with one company, and ways to make keys in its test environment. */
export function keyMaking() {
  let app: TestApp;
  let tenant: Tenant;

  beforeAll(async () => {
    app = await startApp({ drain: false });
    tenant = await signUp(app, "owner@acme.dev");
  });
  afterAll(() => app.close());

  const post = (path: string, body: object, asking: Asking = {}) =>
    call(app, "POST", path, { key: tenant.test.secret, ...asking, body });

  async function makeKey(input: object = {}, as: Asking = {}) {
    const made = await post(KEYS, { name: "made", type: "secret", ...input }, as);
    expect(told(made)).toBe("201");
    return Key.parse(made.body);
  }

  async function rotate(id: string, body: object = {}, as: Asking = {}) {
    const rotated = await post(`${KEYS}/${id}/rotate`, body, as);
    expect(told(rotated)).toBe("201");
    return Rotated.parse(rotated.body);
  }

  /** One key as the list has it. */
  async function listed(id: string) {
    await app.deps.settle();
    const { body } = await call(app, "GET", `${KEYS}?limit=100`, { key: tenant.test.secret });
    const all = z.object({ data: z.array(Listed) }).parse(body).data;
    return Listed.parse(all.find((key) => key.id === id));
  }

  const ask = (key: string, asking: Asking = {}) =>
    call(app, "POST", "/api/auth/request-otp", { key, body: { email: "ada@example.com" }, ...asking });

  /** The events of a type, newest last. */
  async function events(type: string): Promise<WaitingEvent[]> {
    const text = "SELECT data, context FROM outbox WHERE type = $1 AND environment_id = $2 ORDER BY id";
    return app.deps.db.run({ name: "test_events", text }, [type, tenant.test.environmentId]);
  }

  return { app: () => app, tenant: () => tenant, post, makeKey, rotate, listed, ask, events };
}
