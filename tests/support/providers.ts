import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "./app";
import { type Receiver, startReceiver } from "./receiver";
import { type SmtpTestServer, startSmtpServer } from "./smtp";
import { type Answered, call, signUp, type Tenant, told } from "./tenants";

/** What the first mail server asks for, and nobody is ever shown. */
export const PASSWORD = "a-password-that-nobody-sees";

/** What mail through the accounts comes from. */
export const FROM = "login@mail.acme.dev";

export const Made = z.object({ id: z.string() });
export const Listed = z.object({
  data: z.array(z.looseObject({ id: z.string() })),
  order: z.object({ email: z.array(z.string()) }),
});

/** An installation without providers of its own, a customer, and what its accounts may lead to. */
export type ProviderRig = {
  app: TestApp;
  tenant: Tenant;
  first: SmtpTestServer;
  second: SmtpTestServer;
  hook: Receiver;
  /** An address that no other test asks for. */
  email(): string;
  providers(method: string, path?: string, body?: object, key?: string): Promise<Answered>;
  addAccount(url: string, key?: string): Promise<string>;
  requestOtp(body?: object): Promise<Answered>;
  rows<Row>(text: string): Promise<Row[]>;
};

/** The rig of a test file: each test begins with no account, servers that accept, and nobody's limits in its way. */
export function providerRig(): () => ProviderRig {
  let rig: ProviderRig;
  let tests = 0;
  beforeAll(async () => {
    rig = await start(() => `ada${tests}@example.com`);
  });
  afterAll(async () => {
    await rig.app.close();
    for (const server of [rig.first, rig.second, rig.hook]) await server.close();
  });
  beforeEach(async () => {
    tests += 1;
    for (const server of [rig.first, rig.second]) {
      server.behave("accept");
      server.received.length = 0;
    }
    rig.hook.received.length = 0;
    rig.app.clock.advance(3_700);
    const { data } = Listed.parse((await rig.providers("GET")).body);
    for (const { id } of data) await rig.providers("DELETE", `/${id}`);
  });
  return () => rig;
}

async function start(email: () => string): Promise<ProviderRig> {
  const first = await startSmtpServer({ credentials: { user: "np", pass: PASSWORD } });
  const second = await startSmtpServer();
  const hook = await startReceiver();
  const allow = [first, second, hook].map(({ port }) => `127.0.0.1:${port}`).join(",");
  const app = await startApp({ drain: false, env: { EGRESS_ALLOW: allow } });
  const tenant = await signUp(app, "owner@acme.dev");
  const live = tenant.live.secret;
  const providers: ProviderRig["providers"] = (method, path = "", body, key = live) =>
    call(app, method, `/api/admin/providers${path}`, { key, ...(body && { body }) });
  return {
    app,
    tenant,
    first,
    second,
    hook,
    email,
    providers,
    async addAccount(url, key) {
      const made = await providers("POST", "", { provider: "smtp", label: "Ours", config: { url, from: FROM } }, key);
      expect(told(made)).toBe("201");
      return Made.parse(made.body).id;
    },
    requestOtp: (body) => call(app, "POST", "/api/auth/request-otp", { key: live, body: { email: email(), ...body } }),
    rows: <Row>(text: string) => app.deps.db.run<Row & object>({ name: `test_${text}`, text }, []),
  };
}
