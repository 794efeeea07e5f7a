import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { FAULTS, STORES, type TestStore } from "../support/limits-stores";
import { startPostgres } from "../support/postgres";
import { bundleServer } from "../support/races-bundle";
import { startServer, type TestServer } from "../support/server";
import { Connection, requestText } from "./connection";
import { createInstallation, type Installation, query } from "./installation";
import { describeMachine, formatTable, precise, type Row, seconds, whole } from "./table";

/**
 * `npm run bench -- --limits`: what the store of limits costs a request, there and in every way of not being there, and
 * how exact a limit is over three processes. Nothing is asserted.
 */
const PROCESSES = 3;
const CONNECTIONS = 24;
/** A pace that leaves the machine idle most of the time: what is measured is waiting, not queueing. */
const PAUSE_MS = 100;
const SECONDS = 8;
/** Of a test environment, by address and hour, where nothing else is set. */
const LIMIT = 1_000;
const LOAD = 10 * LIMIT;

const toStop: (() => Promise<unknown>)[] = [];

function keep<Started>(started: Started, stop: () => Promise<unknown>): Started {
  toStop.unshift(stop);
  return started;
}

/** The times of all answers, sorted, and how many were which. */
type Measured = { times: number[]; counts: Record<string, number> };

type Client = { servers: readonly TestServer[]; apiKey: string; body: (index: number) => object };

/** So many connections, spread over the processes, each asking for codes until it is told to stop. */
async function measure({ servers, apiKey, body }: Client, goOn: () => boolean, pauseMs: number): Promise<Measured> {
  const measured: Measured = { times: [], counts: {} };
  const header = `x-api-key: ${apiKey}\r\n`;
  const askOn = async (index: number) => {
    const server = servers[index % servers.length];
    const connection = await Connection.open(Number(new URL(server?.url ?? "").port), index);
    while (goOn()) {
      const startedAt = performance.now();
      const request = requestText("POST", "/api/auth/request-otp", header, JSON.stringify(body(index)));
      const { status } = await connection.send(request);
      measured.times.push(performance.now() - startedAt);
      measured.counts[status] = (measured.counts[status] ?? 0) + 1;
      await sleep(pauseMs * Math.random() * 2);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => askOn(index)));
  measured.times.sort((a, b) => a - b);
  return measured;
}

function forSeconds(length: number): () => boolean {
  const end = performance.now() + length * 1000;
  return () => performance.now() < end;
}

const quantile = ({ times }: Measured, part: number) => times[Math.floor(times.length * part)] ?? 0;
const email = () => `${randomUUID()}@example.com`;
/** Each connection's users are at an address of their own: its limit is never reached. */
const everywhere = (index: number) => ({ email: email(), context: { ip: `203.0.113.${index}` } });
const oneAddress = () => ({ email: email(), context: { ip: "198.51.100.1" } });

async function startServers(installation: Installation, env: Readonly<Record<string, string>>): Promise<TestServer[]> {
  const program = await bundleServer([]);
  const starting = Array.from({ length: PROCESSES }, () =>
    startServer({
      databaseUrl: installation.url,
      program,
      env: { SECRET_KEY: installation.secretKey, LOG_LEVEL: "error", ...env },
    }),
  );
  const servers = await Promise.all(starting).finally(() => rm(program));
  return keep(servers, () => Promise.all(servers.map((server) => server.stop())));
}

async function measureStore(
  name: string,
  store: TestStore | null,
  installation: Installation,
): Promise<{ rows: Row[]; accuracy: Row }> {
  const servers = await startServers(installation, store?.env ?? {});
  const client = { servers, apiKey: installation.apiKey, body: everywhere };
  await measure(client, forSeconds(2), PAUSE_MS);
  const there = await measure(client, forSeconds(SECONDS), PAUSE_MS);
  const row = (state: string, measured: Measured): Row => [
    `${name}, ${state}`,
    whole(measured.times.length),
    precise(quantile(measured, 0.5)),
    precise(quantile(measured, 0.99)),
    precise(measured.times.at(-1) ?? 0),
    precise(quantile(measured, 0.99) - quantile(there, 0.99)),
    whole(measured.times.length - (measured.counts["200"] ?? 0)),
  ];
  const rows = [row("there", there)];
  for (const fault of store ? FAULTS : []) {
    const { begin, end } = store?.faults[fault] ?? {};
    const measuring = measure(client, forSeconds(SECONDS), PAUSE_MS);
    await begin?.();
    rows.push(row(fault, await measuring));
    await end?.();
    // Longer than a breaker stays open.
    await sleep(3_000);
  }
  let asked = 0;
  const burst = await measure({ ...client, body: oneAddress }, () => asked++ < LOAD, 0);
  const admitted = burst.counts["200"] ?? 0;
  for (const server of servers) await server.stop();
  return {
    rows,
    accuracy: [
      name,
      whole(burst.times.length),
      whole(LIMIT),
      whole(admitted),
      `${precise((100 * admitted) / LIMIT)} %`,
    ],
  };
}

async function main(): Promise<void> {
  const postgres = await startPostgres({ durable: true });
  keep(postgres, postgres.stop);
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(`${describeMachine(String(version))}\n${PROCESSES} processes, ${CONNECTIONS} connections\n`);
  const costs: Row[] = [];
  const accuracies: Row[] = [];
  const stores = [["memory", null], ...Object.entries(STORES)] as const;
  for (const [name, start] of stores) {
    const store = start && (await start());
    if (store) keep(store, store.close);
    const installation = await createInstallation(postgres, `limits_${name.toLowerCase()}`);
    await query(installation.url, "UPDATE customers SET plan = 'custom', daily_quota = NULL, monthly_quota = NULL");
    const { rows, accuracy } = await measureStore(name, store, installation);
    costs.push(...rows);
    accuracies.push(accuracy);
  }
  const head = ["asking for a code, paced", "asked", "p50 ms", "p99 ms", "longest", "added at p99", "not 200"];
  console.log(`${formatTable(head, costs)}\n`);
  console.log(
    `${formatTable(["ten times a limit, three processes", "asked", "limit", "admitted", "of it"], accuracies)}\n`,
  );
}

async function stopAll(): Promise<void> {
  for (const stop of toStop.splice(0)) await stop().catch(console.error);
}

const begin = performance.now();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopAll().then(() => process.exit(130), console.error);
  });
}
try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
console.log(`measured in ${seconds(performance.now() - begin)}`);
process.exit();
