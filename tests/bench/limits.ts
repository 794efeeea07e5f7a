import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import { type Limits, openLimits, take } from "@/lib/limits";
import { FAULTS, STORES, type TestStore } from "../support/limits-stores";
import { startPostgres } from "../support/postgres";
import { bundleServer } from "../support/races-bundle";
import { startServer } from "../support/server";
import { Connection, requestText } from "./connection";
import { createInstallation, type Installation, query } from "./installation";
import { describeMachine, formatTable, precise, type Row, seconds, whole } from "./table";

/**
 * `npm run bench -- --limits`: how long a request waits for the store of limits, there and in every way of not being
 * there, and how exact a limit is over three processes. Nothing is asserted.
 */
const AT_ONCE = 24;
/** A pace that leaves the machine idle most of the time: what is measured is waiting, not queueing. */
const PAUSE_MS = 50;
const SECONDS = 6;
const PROCESSES = 3;
/** Of a test environment, by address and hour, where nothing else is set. */
const LIMIT = 1_000;
const LOAD = 10 * LIMIT;

const toStop: (() => Promise<unknown>)[] = [];

function keep<Started>(started: Started, stop: () => Promise<unknown>): Started {
  toStop.unshift(stop);
  return started;
}

/** How long each of many requests waited at the limit, sorted. */
async function measureWaits(limits: Limits): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  const goOn = async (index: number) => {
    while (performance.now() < end) {
      const startedAt = performance.now();
      await take(limits, "otp.request.ip", `bench/${index}`, { limit: 1_000_000 });
      times.push(performance.now() - startedAt);
      await sleep(PAUSE_MS * Math.random() * 2);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => goOn(index)));
  return times.sort((a, b) => a - b);
}

async function measureStore(name: string, store: TestStore): Promise<Row[]> {
  const limits = await openLimits(store.store, { clock: systemClock, log: createLogger("silent") });
  const quantile = (times: readonly number[], part: number) => precise(times[Math.floor(times.length * part)] ?? 0);
  const row = (state: string, times: readonly number[]): Row => [
    `${name}, ${state}`,
    whole(times.length),
    quantile(times, 0.5),
    quantile(times, 0.99),
    precise(times.at(-1) ?? 0),
  ];
  await measureWaits(limits);
  const rows = [row("there", await measureWaits(limits))];
  for (const fault of FAULTS) {
    const measuring = measureWaits(limits);
    await store.faults[fault].begin();
    rows.push(row(fault, await measuring));
    await store.faults[fault].end();
    // Longer than the breaker stays open.
    await sleep(3_000);
  }
  limits.close();
  return rows;
}

/** Ten times what the limit lets pass, from one address, over three processes. */
async function measureAccuracy(name: string, store: TestStore | null, installation: Installation): Promise<Row> {
  const program = await bundleServer([]);
  const env = { SECRET_KEY: installation.secretKey, LOG_LEVEL: "error", ...store?.env };
  const starting = Array.from({ length: PROCESSES }, () =>
    startServer({ databaseUrl: installation.url, program, env }),
  );
  const servers = await Promise.all(starting).finally(() => rm(program));
  const stop = () => Promise.all(servers.map((server) => server.stop()));
  keep(servers, stop);
  let asked = 0;
  let admitted = 0;
  const askOn = async (index: number) => {
    const port = Number(new URL(servers[index % PROCESSES]?.url ?? "").port);
    const connection = await Connection.open(port, index);
    while (asked++ < LOAD) {
      const body = JSON.stringify({ email: `${randomUUID()}@example.com`, context: { ip: "198.51.100.1" } });
      const header = `x-api-key: ${installation.apiKey}\r\n`;
      const { status } = await connection.send(requestText("POST", "/api/auth/request-otp", header, body));
      if (status === 200) admitted += 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => askOn(index)));
  await stop();
  return [name, whole(LOAD), whole(LIMIT), whole(admitted), `${precise((100 * admitted) / LIMIT)} %`];
}

async function main(): Promise<void> {
  const postgres = await startPostgres({ durable: true });
  keep(postgres, postgres.stop);
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(`${describeMachine(String(version))}\n`);
  const waits: Row[] = [];
  const accuracies: Row[] = [];
  for (const [name, start] of [["memory", null], ...Object.entries(STORES)] as const) {
    const store = start && (await start());
    if (store) keep(store, store.close);
    const installation = await createInstallation(postgres, `limits_${name.toLowerCase()}`);
    await query(installation.url, "UPDATE customers SET plan = 'custom', daily_quota = NULL, monthly_quota = NULL");
    accuracies.push(await measureAccuracy(name, store, installation));
    if (store) waits.push(...(await measureStore(name, store)));
  }
  const waited = ["waiting for the store of limits", "requests", "p50 ms", "p99 ms", "longest"];
  console.log(`${formatTable(waited, waits)}\n`);
  const exact = ["ten times a limit, three processes", "asked", "limit", "admitted", "of it"];
  console.log(`${formatTable(exact, accuracies)}\n`);
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
