import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signUp, type Tenant } from "@/tests/support/tenants";

const LIMIT = 3;
const HOUR = 3600;

let app: TestApp;
let tenant: Tenant;
beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  const text = "INSERT INTO settings (environment_id, version, settings, author) VALUES ($1, 1, $2, 'test')";
  const settings = { codes: { per_ip_hour: LIMIT } };
  await app.deps.db.run({ name: "limit_settings", text }, [tenant.test.environmentId, JSON.stringify(settings)]);
  // What follows is within one hour, however long it takes.
  app.clock.advance(HOUR + 1 - ((app.clock.now().getTime() / 1000) % HOUR));
});
afterAll(() => app.close());

async function toldOf(): Promise<{ data: unknown }[]> {
  await app.deps.settle();
  await drainOutbox(app.deps, resendFromOutbox);
  const text = "SELECT data FROM audit_log WHERE environment_id = $1 AND type = 'rate_limit.exceeded'";
  return app.deps.db.run({ name: "limit_events", text }, [tenant.test.environmentId]);
}

async function askALot(): Promise<number> {
  const ask = () =>
    call(app, "POST", "/api/auth/request-otp", { key: tenant.test.publishable, body: { email: "ada@example.com" } });
  const answers = await Promise.all(Array.from({ length: 4 * LIMIT }, ask));
  return answers.filter(({ body }) => body.code === "rate_limited").length;
}

describe("a customer whose limit refuses requests", () => {
  it("is told once for each window, and without a limit that refused not at all", async () => {
    expect(await toldOf()).toEqual([]);
    expect(await askALot()).toBeGreaterThan(0);
    expect(await toldOf()).toEqual([{ data: { limit: "otp.request.ip" } }]);
    await askALot();
    expect(await toldOf()).toHaveLength(1);
    app.clock.advance(2 * HOUR);
    await askALot();
    expect(await toldOf()).toHaveLength(2);
  });
});
