import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readEnv } from "@/lib/core/env";
import { createCustomer } from "@/lib/customers/create-customer";
import { createDeps, type OwnedDeps } from "@/lib/deps";
import { cloneDatabase } from "./database";
import { bundle, bundleServer, type Mutation } from "./races-bundle";
import { type Answer, type Call, createClient } from "./races-client";
import { type Host, startProcess } from "./races-processes";

/** Several server processes on one database of their own, and hands on both. */
export type Rig = {
  /** Sends to one of the processes: `at` picks it. */
  send(at: number, call: Call): Promise<Answer>;
  /** That many calls at once, spread over the processes. */
  burst(count: number, call: (at: number) => Call): Promise<Answer[]>;
  /**
   * The same behind a gate: the rows that `lock` locks are let go when all of the calls, or as many as the processes
   * have connections, wait for them. Whatever a statement has read by then, it has read before any other one wrote.
   * `meanwhile` is done while they wait.
   */
  gatedBurst(
    lock: Lock,
    count: number,
    call: (at: number) => Call,
    meanwhile?: () => Promise<unknown>,
  ): Promise<Answer[]>;
  sql<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** A customer of their own with one environment, set up before any process has heard of it. */
  tenant(wanted?: Wanted): Promise<Tenant>;
  /** The same secrets and database as the processes, in this one: to seal tokens and derive codes. Drains nothing. */
  deps: OwnedDeps;
  /** Ends the processes, and waits for them: what they counted is then in the database's statistics. */
  stopServers(): Promise<void>;
  stop(): Promise<void>;
};

/** A query that locks rows, and its parameters. */
export type Lock = { text: string; params: readonly unknown[] };

/** `settings` are an environment's, as they are stored: only what differs. */
type Wanted = { kind?: "test" | "live"; settings?: object; dailyQuota?: number; monthlyQuota?: number };

export type Tenant = {
  customerId: string;
  environmentId: string;
  /** Its secret key. */
  key: string;
  publishableKey: string;
  kind: "test" | "live";
};

export type RigOptions = {
  processes?: number;
  /** Processes that are there already and serve this rig's bundle too, instead of new ones. */
  hosts?: readonly Host[];
  mutant?: { name: string; mutations: readonly Mutation[] };
  env?: Readonly<Record<string, string>>;
};

/** What a process may do in the database at once, for one environment. */
const CONNECTIONS = 10;
/** How long a gate waits for them: it shapes a race, and decides nothing. */
const GATE_MS = 2_000;

const SECRET_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 61 + 7) % 256)).toString("base64");

/** Starts the processes, from the sources as they are now or with the mutant's faults in them. */
export async function startRig({ processes = 3, hosts, mutant, env = {} }: RigOptions = {}): Promise<Rig> {
  const database = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), "ninepin-races-"));
  const configuration = {
    DATABASE_URL: database.url,
    SECRET_KEY,
    OPERATOR_KEY: "np_op_for-the-races-and-nothing-else",
    NINEPIN_DATA_DIR: folder,
    LOG_LEVEL: "error",
    APP_URL: "http://127.0.0.1:3599",
    // Live environments have no provider here: their codes end in the Mailbox too.
    DEV_MODE: "true",
    ...env,
  };
  const deps = await createDeps(readEnv(configuration), { drain: false });
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  // Dropping the database ends its last connections: nothing is lost with them.
  pool.on("error", () => undefined);
  const client = createClient();
  const mutations = mutant?.mutations ?? [];
  const script = await (hosts ? bundle("tests/support/races-serve.ts", mutations) : bundleServer(mutations));
  const starting = Array.from({ length: processes }, (_, at) => {
    const host = hosts?.[at];
    return host ? host.serve(script, configuration) : startProcess(script, mutant?.name ?? "server", configuration);
  });
  const servers = await Promise.all(starting).finally(() => rmSync(script));

  let running = true;
  async function stopServers(): Promise<void> {
    if (!running) return;
    running = false;
    client.close();
    await Promise.all(servers.map((server) => server.stop()));
  }

  let tenants = 0;
  const rig: Rig = {
    send(at, call) {
      const server = servers[at % servers.length];
      if (!server) throw new Error("There is no server");
      return client.send(server.url, call);
    },
    burst: (count, call) => Promise.all(Array.from({ length: count }, (_, at) => rig.send(at, call(at)))),
    async gatedBurst(lock, count, call, meanwhile) {
      const gate = await pool.connect();
      try {
        await gate.query("BEGIN");
        await gate.query(lock.text, [...lock.params]);
        const answers = rig.burst(count, call);
        await waitingFor(rig, Math.min(count, processes * CONNECTIONS));
        await meanwhile?.();
        await gate.query("COMMIT");
        return await answers;
      } finally {
        gate.release();
      }
    },
    async sql(text, params = []) {
      const { rows } = await pool.query(text, [...params]);
      return rows;
    },
    tenant: ({ kind = "test", settings, dailyQuota, monthlyQuota } = {}) => {
      tenants += 1;
      return makeTenant(rig, `tenant${tenants}`, { kind, settings, dailyQuota, monthlyQuota });
    },
    deps,
    stopServers,
    async stop() {
      await stopServers();
      await deps.close();
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

async function waitingFor(rig: Rig, expected: number): Promise<void> {
  const until = performance.now() + GATE_MS;
  const text =
    "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while (performance.now() < until) {
    const [row] = await rig.sql<{ waiting: number }>(text);
    if ((row?.waiting ?? 0) >= expected) return;
    await sleep(5);
  }
}

async function makeTenant(
  { deps, sql }: Rig,
  name: string,
  wanted: {
    kind: "test" | "live";
    settings: object | undefined;
    dailyQuota: number | undefined;
    monthlyQuota: number | undefined;
  },
): Promise<Tenant> {
  const made = await deps.db.transaction((tx) =>
    createCustomer(deps, tx, {
      name,
      project: { name, domain: null },
      member: { email: `${name}@example.com`, name: null },
      withKeys: true,
      client: null,
    }),
  );
  const environmentId = made.environmentIds[wanted.kind];
  const keyOf = (type: "secret" | "publishable"): string => {
    const key = made.apiKeys.find((each) => each.environmentId === environmentId && each.type === type);
    if (!key) throw new Error(`The tenant has no ${type} key`);
    return key.key;
  };
  if (wanted.settings) {
    const insert = "INSERT INTO settings (environment_id, version, settings, author) VALUES ($1, 1, $2, 'test')";
    await sql(insert, [environmentId, JSON.stringify(wanted.settings)]);
  }
  // Metered by what the check wants, and by nothing else: a volley is more than any plan's day.
  const metered = "UPDATE customers SET plan = 'custom', daily_quota = $2, monthly_quota = $3 WHERE id = $1";
  await sql(metered, [made.customer.id, wanted.dailyQuota ?? null, wanted.monthlyQuota ?? null]);
  return {
    customerId: made.customer.id,
    environmentId,
    key: keyOf("secret"),
    publishableKey: keyOf("publishable"),
    kind: wanted.kind,
  };
}
