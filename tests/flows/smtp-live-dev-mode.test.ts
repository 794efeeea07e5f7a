import { describe, expect, it } from "vitest";
import type { TestApp } from "@/tests/support/app";
import { ask, installationsOfEachTest, Tokens, verify } from "@/tests/support/live";
import { launchServer } from "@/tests/support/server";
import { call, signUp, type Tenant, told } from "@/tests/support/tenants";

const { start, startLive } = installationsOfEachTest();

describe("DEV_MODE", () => {
  /** An installation without a mail server. */
  async function startDev(): Promise<{ app: TestApp; tenant: Tenant }> {
    const app = await start({ DEV_MODE: "true" });
    return { app, tenant: await signUp(app, "owner@acme.dev") };
  }

  it("is off unless it is on: without a provider, live has no channel at all", async () => {
    const app = await start();
    const tenant = await signUp(app, "owner@acme.dev");
    for (const body of [{ email: "ada@example.com" }, { phone: "+14155552671" }]) {
      expect(told(await ask(app, tenant.live.secret, body))).toBe("400 channel_unavailable");
    }
  });

  it("lets live fall back to the Mailbox, and shows the code to secret keys alone", async () => {
    const { app, tenant } = await startDev();
    const bySecret = await ask(app, tenant.live.secret, { email: "ada@example.com" });
    expect(bySecret.status).toBe(200);
    const code = String(bySecret.body.preview_code);
    expect(code).toMatch(/^\d{9}$/);
    expect(code).not.toBe("123456789");
    expect(told(await verify(app, tenant.live.secret, bySecret.body.challenge_id, code))).toBe("200");
    expect((await ask(app, tenant.live.secret, { phone: "+14155552671" })).body.preview_code).toMatch(/^\d{6}$/);
    const mailbox = await call(app, "GET", "/api/test/messages?to=ada@example.com", { key: tenant.live.secret });
    expect(JSON.stringify(mailbox.body)).toContain(code);

    const body = { name: "App", type: "publishable", kind: "app" };
    const created = await call(app, "POST", "/api/admin/customers/me/api-keys", { key: tenant.live.secret, body });
    const byPublishable = await ask(app, String(created.body.key), { email: "bea@example.com" });
    expect(byPublishable.status).toBe(200);
    expect(byPublishable.body).not.toHaveProperty("preview_code");
  });

  it("takes the provider where there is one, and then shows no code to anybody", async () => {
    const { app, smtp, tenant } = await startLive({ DEV_MODE: "true" });
    const asked = await ask(app, tenant.live.secret, { email: "ada@example.com" });
    expect(asked.status).toBe(200);
    expect(asked.body).not.toHaveProperty("preview_code");
    expect(smtp.received.at(-1)?.to).toEqual(["ada@example.com"]);
  });

  it("off again, the sessions made under it are over, and those made without it are not", async () => {
    const { app: dev, tenant } = await startDev();
    const { body } = await ask(dev, tenant.live.secret, { email: "ada@example.com" });
    const otp = String(body.preview_code);
    const live = Tokens.parse((await verify(dev, tenant.live.secret, body.challenge_id, otp)).body);
    const test = await ask(dev, tenant.test.secret, { email: "ada@example.com" });
    const kept = Tokens.parse((await verify(dev, tenant.test.secret, test.body.challenge_id, "123456789")).body);
    const me = (app: TestApp, token: string) => call(app, "GET", "/api/auth/me", { token });
    expect(told(await me(dev, live.access_token))).toBe("200");

    const off = await start({ DATABASE_URL: dev.deps.env.databaseUrl ?? "" });
    expect(told(await me(off, live.access_token))).toBe("401 invalid_token");
    const pair = { session_id: live.session_id, refresh_token: live.refresh_token };
    expect(told(await call(off, "POST", "/api/auth/refresh", { body: pair }))).toBe("401 invalid_token");
    expect(told(await me(off, kept.access_token))).toBe("200");
  });

  it("off again, a code that it showed opens nothing", async () => {
    const { app: dev, tenant } = await startDev();
    const { body } = await ask(dev, tenant.live.secret, { email: "ada@example.com" });
    const off = await start({ DATABASE_URL: dev.deps.env.databaseUrl ?? "" });
    expect(told(await call(off, "GET", "/api/test/messages", { key: tenant.live.secret }))).toBe("403 forbidden");
    const late = await verify(off, tenant.live.secret, body.challenge_id, String(body.preview_code));
    expect(told(late)).toBe("400 invalid_otp");
  });

  const refused: [string, Record<string, string>][] = [
    ["in production", { NINEPIN_ENV: "production", OPERATOR_KEY: "np_op_for_the_tests_only_0123456789" }],
    ["in a production of Vercel's", { VERCEL_ENV: "production", OPERATOR_KEY: "np_op_for_the_tests_only_0123456789" }],
    ["at a public address", { APP_URL: "https://auth.example.com" }],
    ["at another host than the one named", { APP_URL: "https://auth.example.com", DEV_MODE_HOST: "example.com" }],
  ];

  it.each(refused)("lets no server start %s, which says why", async (_, env) => {
    const server = await launchServer({ databaseUrl: null, env: { DEV_MODE: "true", ...env } });
    expect(await server.exited).toBe(1);
    expect(server.log()).toMatch(/^\s*DEV_MODE: /m);
  });
});
