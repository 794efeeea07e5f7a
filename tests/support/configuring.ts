import { afterAll, beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "./app";
import { type Answered, call, signUp, type Tenant } from "./tenants";

export const CONFIG = "/api/admin/config";

type Kind = "test" | "live";

/** An event as it waits for the audit log. */
export type WaitingEvent = { data: Record<string, unknown>; context: Record<string, unknown> };

/** An app whose every test has a company of its own, and ways to change its settings. */
export function configuring() {
  let app: TestApp;
  let tenant: Tenant;
  let companies = 0;
  const newTenant = () => signUp(app, `owner@company${++companies}.dev`);

  beforeAll(async () => {
    app = await startApp({ drain: false });
  });
  beforeEach(async () => {
    tenant = await newTenant();
  });
  afterAll(() => app.close());

  const get = (path: string, kind: Kind = "test") => call(app, "GET", path, { key: tenant[kind].secret });
  const put = (body: object, kind: Kind = "test", path = CONFIG) =>
    call(app, "PUT", path, { key: tenant[kind].secret, body });
  const post = (path: string, body: object, kind: Kind = "test") =>
    call(app, "POST", path, { key: tenant[kind].secret, body });

  return {
    app: () => app,
    tenant: () => tenant,
    newTenant,
    get,
    put,
    post,
    /** Changes settings of the tenant as they are now. */
    async set(settings: object, kind: Kind = "test"): Promise<Answered> {
      const { version } = (await get(CONFIG, kind)).body;
      return put({ version, settings }, kind);
    },
    /** Asks for a code. */
    askCode: (body: object, kind: Kind = "test") =>
      call(app, "POST", "/api/auth/request-otp", { key: tenant[kind].secret, body }),
    /** The events of a type, newest first. */
    async events(type: string): Promise<WaitingEvent[]> {
      const text = "SELECT data, context FROM outbox WHERE type = $1 ORDER BY id DESC";
      return app.deps.db.run({ name: "test_events_of_type", text }, [type]);
    },
  };
}

/** What a refusal says of its fields: `path: message`. */
export function fieldsOf({ body }: Answered): string[] {
  return z
    .array(z.object({ path: z.string(), message: z.string() }))
    .parse(body.errors)
    .map(({ path, message }) => `${path}: ${message}`);
}
