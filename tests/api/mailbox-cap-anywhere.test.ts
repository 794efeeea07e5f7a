import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signUp, type Tenant, told } from "@/tests/support/tenants";

const ANYWHERE = 50;
const PER_ENVIRONMENT = 10;

let app: TestApp;
const tenants: Tenant[] = [];

beforeAll(async () => {
  app = await startApp({ env: { DEV_MODE: "true" } });
  for (let at = 0; at <= ANYWHERE / PER_ENVIRONMENT; at += 1) tenants.push(await signUp(app, `owner${at}@acme.dev`));
});
afterAll(() => app.close());

const ask = (tenant: Tenant, email: string) =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email } });

describe("one mailbox, over all environments", () => {
  it("gets fifty codes an hour, whichever customers and spellings are used, and goes on for nobody after that", async () => {
    let sent = 0;
    for (const [place, tenant] of tenants.slice(0, -1).entries()) {
      for (let at = 0; at < PER_ENVIRONMENT; at += 1) {
        const answered = await ask(tenant, `vic.tim+${place}.${at}@example.com`);
        if (told(answered) === "200") sent += 1;
      }
    }
    expect(sent).toBe(ANYWHERE);
    const last = tenants.at(-1);
    if (!last) throw new Error("no tenant");
    const refused = await ask(last, "victim@example.com");
    expect(told(refused), "a customer who sent nothing there").toBe("429 rate_limited");
    expect(told(await ask(last, "victor@example.com")), "another mailbox").toBe("200");
    app.clock.advance(3600);
    expect(told(await ask(last, "victim@example.com")), "an hour later").toBe("200");
  });
});
