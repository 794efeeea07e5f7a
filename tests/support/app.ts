import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { routes } from "@/.generated/routes";
import { testClock } from "@/lib/core/clock";
import { readEnv } from "@/lib/core/env";
import { createLogger } from "@/lib/core/logger";
import { createDeps, type OwnedDeps } from "@/lib/deps";
import { routeApi } from "@/lib/http/mount";
import { cloneDatabase } from "./database";

/** The whole API in this process: real handlers on the project's database, with a clock that the test moves. */
export type TestApp = {
  deps: OwnedDeps;
  clock: ReturnType<typeof testClock>;
  /** Every line that was logged. */
  log: string[];
  /** Asks the API as a client on the given address would, through the same router as the server's. */
  ask(path: string, init?: RequestInit & { ip?: string }): Promise<Response>;
  close(): Promise<void>;
};

export type TestAppOptions = {
  /** Configuration beside the defaults, as environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Whether the outbox drains by itself; off, the test drains it when it wants to. */
  drain?: boolean;
  /** Another app, whose database it shares: a second process, as far as what it remembers goes. */
  beside?: TestApp;
};

const SECRET_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 41 + 7) % 256)).toString("base64");

/** Starts it. The handlers find these deps as they would find the process's own. */
export async function startApp({ env = {}, drain = true, beside }: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), "ninepin-app-"));
  const clock = testClock();
  const log: string[] = [];
  const database = beside || inject("database") !== "postgres" ? null : await cloneDatabase();
  const databaseUrl = database?.url ?? beside?.deps.env.databaseUrl;
  const embeddedFolder = join(dataDir, "pglite");
  if (!databaseUrl) cpSync(inject("pglite").template, embeddedFolder, { recursive: true });
  const configuration = readEnv({
    APP_URL: "http://localhost:3000",
    NINEPIN_DATA_DIR: dataDir,
    SECRET_KEY,
    OPERATOR_KEY: "np_op_for_the_tests_only_0123456789",
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...env,
  });
  const deps = await createDeps(configuration, {
    clock,
    drain,
    log: createLogger("debug", { write: (line) => log.push(line) }),
    embeddedFolder,
  });
  const own = Promise.resolve(deps);
  const api = await routeApi(routes, configuration.appUrl);

  return {
    deps,
    clock,
    log,
    async ask(path, { ip = "203.0.113.1", ...init } = {}) {
      const request = new Request(configuration.appUrl + path, init);
      request.headers.set("x-forwarded-for", ip);
      // A test file may have several apps: each answers with its own.
      globalThis.ninepinDeps = own;
      return api.fetch(request);
    },
    async close() {
      await deps.close();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
