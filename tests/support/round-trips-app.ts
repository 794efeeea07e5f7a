import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes } from "@/.generated/routes";
import { readEnv } from "@/lib/core/env";
import { createCustomer } from "@/lib/customers/create-customer";
import { createDeps, type OwnedDeps } from "@/lib/deps";
import { routeApi } from "@/lib/http/mount";
import type { Api, EnvironmentKeys, Tenant } from "./tenants";

/** The API in this process on a given database, which nothing but the requests themselves asks: the outbox stays full. */
export type QuietApp = Api & {
  deps: OwnedDeps;
  tenant: Tenant;
  /** What the process remembers stays as fresh as it is now: a slow second more or less changes no count. */
  stopClock(): void;
  close(): Promise<void>;
};

const SECRET_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 29 + 3) % 256)).toString("base64");

/** Starts it, with a customer of its own. */
export async function startQuietApp(env: Readonly<Record<string, string>>): Promise<QuietApp> {
  const dataDir = mkdtempSync(join(tmpdir(), "ninepin-quiet-"));
  const configuration = readEnv({
    APP_URL: "http://localhost:3000",
    NINEPIN_DATA_DIR: dataDir,
    SECRET_KEY,
    OPERATOR_KEY: "np_op_for_the_tests_only_0123456789",
    LOG_LEVEL: "silent",
    ...env,
  });
  let stoppedAt: Date | null = null;
  const clock = { now: () => stoppedAt ?? new Date(), offsetSeconds: () => 0 };
  const deps = await createDeps(configuration, { clock, drain: false });
  const own = Promise.resolve(deps);
  const router = await routeApi(routes, configuration.appUrl);
  return {
    deps,
    tenant: await makeTenant(deps),
    async ask(path, { ip: _ip, ...init } = {}) {
      const request = new Request(configuration.appUrl + path, init);
      request.headers.set("x-forwarded-for", "203.0.113.1");
      globalThis.ninepinDeps = own;
      return router.fetch(request);
    },
    stopClock() {
      stoppedAt = new Date();
    },
    async close() {
      await deps.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeTenant(deps: OwnedDeps): Promise<Tenant> {
  const made = await deps.db.transaction((tx) =>
    createCustomer(deps, tx, {
      name: "Acme",
      project: { name: "Acme", domain: null },
      member: { email: "owner@example.com", name: null },
      withKeys: true,
      client: null,
    }),
  );
  const of = (kind: "test" | "live"): EnvironmentKeys => {
    const find = (type: string) => made.apiKeys.find((key) => key.environment === kind && key.type === type)?.key ?? "";
    return {
      environmentId: made.environmentIds[kind],
      publishable: find("publishable"),
      secret: find("secret"),
    };
  };
  return { customerId: made.customer.id, test: of("test"), live: of("live") };
}
