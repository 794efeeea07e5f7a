import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

const HOUR_SECONDS = 3600;

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: what is counted is counted the same.
  app = await startApp({ env: { DEV_MODE: "true" } });
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const ask = (email: string, kind: "test" | "live" = "live") =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant[kind].secret, body: { email } });

describe("one mailbox in live", () => {
  it("gets ten codes an hour, however its dots and tags are written, and then a clear refusal", async () => {
    const spellings = Array.from({ length: 10 }, (_, at) => `v.ic${".".repeat(at % 2)}tim+${at}@example.com`);
    for (const email of spellings) expect(told(await ask(email)), email).toBe("200");
    const refused = await ask("victim@example.com");
    expect(told(refused)).toBe("429 rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toBe('"otp.mailbox";q=10;w=3600');
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(HOUR_SECONDS - 60);
    expect(told(await ask("victor@example.com")), "another mailbox is not touched").toBe("200");
    app.clock.advance(HOUR_SECONDS);
    expect(told(await ask("victim@example.com")), "an hour later").toBe("200");
  });

  it("gets as many as the operator says, from the next request on", async () => {
    const set = async (version: number, most: number) => {
      const body = { version, settings: { mailbox_per_environment_hour: most } };
      expect(told(await call(app, "PUT", "/api/admin/system", { ...operator, body }))).toBe("200");
    };
    await set(0, 2);
    for (const email of ["no.w+1@example.com", "now+2@example.com"]) expect(told(await ask(email))).toBe("200");
    const refused = await ask("n.ow@example.com");
    expect(told(refused)).toBe("429 rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toBe('"otp.mailbox";q=2;w=3600');
    await set(1, 3);
    expect(told(await ask("now+3@example.com"))).toBe("200");
    expect(told(await ask("now+4@example.com"))).toBe("429 rate_limited");
    await set(2, 10);
  });

  it("is not counted in test, where nothing leaves", async () => {
    for (let at = 0; at < 12; at += 1) expect(told(await ask(`many+${at}@example.com`, "test"))).toBe("200");
  });
});
