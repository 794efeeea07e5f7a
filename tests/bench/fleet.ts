import type { ChildProcess } from "node:child_process";
import { overHttp } from "../support/over-http";
import { startServer, type TestServer } from "../support/server";
import { openSql } from "../support/sql";
import { operator, signUp, type Tenant } from "../support/tenants";
import { PROBE, startLoad } from "./contenders";
import { ask, LoadResult, type Scenario, Usage } from "./protocol";

/** Processes of one installation that share its database, each with a load generator of its own. */
export type Fleet = {
  servers: readonly TestServer[];
  tenant: Tenant;
  /** All of them at once: how many calls a second were answered, and what one cost the servers. */
  run(scenario: Scenario, apiKey: string, seconds: number): Promise<FleetSlice>;
  /** What the largest of the processes holds in memory. */
  rssMb(): Promise<number>;
  stop(): Promise<void>;
};

export type FleetSlice = { done: number; perSecond: number; cpuMs: number; p99: number; failed: number };

export type FleetOptions = {
  databaseUrl: string;
  processes: number;
  connections: number;
  env: Readonly<Record<string, string>>;
  /** Another checkout that was built; else this one. */
  folder?: string;
};

/** Quotas that no benchmark reaches, but that are counted. */
const QUOTA = 100_000_000;

/** Starts them, signs a company up through the API and gives it room. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const env = {
    OPERATOR_KEY: operator.headers.authorization.replace("Bearer ", ""),
    LOG_LEVEL: "warn",
    NODE_OPTIONS: PROBE,
    ...options.env,
  };
  const { folder, databaseUrl } = options;
  const start = () => startServer({ databaseUrl, env, ...(folder !== undefined && { cwd: folder }) });
  const servers = [await start()];
  while (servers.length < options.processes) servers.push(await start());
  const loads = servers.map(() => startLoad());
  const tenant = await signUp(overHttp(servers[0]?.url ?? ""), "bench@example.com");
  const sql = await openSql(databaseUrl);
  // An older version keeps the quota with the environment, and gives none.
  await sql.rows(`UPDATE customers SET daily_quota = ${QUOTA}, monthly_quota = ${QUOTA}`).catch(() => undefined);
  await sql.close();
  return {
    servers,
    tenant,
    run: (scenario, apiKey, seconds) => runAll(servers, loads, { scenario, apiKey, seconds, ...options }),
    async rssMb() {
      const used = await Promise.all(servers.map(({ process: child }) => ask(child, "usage", Usage)));
      return Math.max(...used.map(({ rssMb }) => rssMb));
    },
    async stop() {
      for (const load of loads) load.kill();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function runAll(
  servers: readonly TestServer[],
  loads: readonly ChildProcess[],
  { connections, ...order }: { scenario: Scenario; apiKey: string; seconds: number; connections: number },
): Promise<FleetSlice> {
  const cpu = async () => {
    const used = await Promise.all(servers.map(({ process: child }) => ask(child, "usage", Usage)));
    return used.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  };
  const before = await cpu();
  const results = await Promise.all(
    loads.map((load, index) => {
      const port = Number(new URL(servers[index]?.url ?? "").port);
      return ask(load, { ...order, connections, port }, LoadResult);
    }),
  );
  const after = await cpu();
  const sum = (of: (result: LoadResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const done = sum((result) => result.done);
  const failure = results.find(({ firstFailure }) => firstFailure !== null)?.firstFailure;
  if (done === 0) throw new Error(failure ?? "nothing was answered");
  return {
    done,
    perSecond: sum((result) => result.done / result.seconds),
    cpuMs: (after - before) / done,
    p99: Math.max(...results.map(({ p99 }) => p99)),
    failed: sum((result) => result.failed),
  };
}
