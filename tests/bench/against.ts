import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { overHttp } from "../support/over-http";
import { startPostgres } from "../support/postgres";
import { startReceiver } from "../support/receiver";
import { startRedis } from "../support/redis";
import { call } from "../support/tenants";
import { type Fleet, type FleetSlice, startFleet } from "./fleet";
import { query } from "./installation";
import { median } from "./slices";
import { describeMachine, formatTable, percent, precise, type Row, seconds, whole } from "./table";

/**
 * `npm run bench -- --against=<folder>`: the hot path beside that of another checkout, built with `npm run build`: live
 * codes into the Mailbox (`DEV_MODE`), three processes each, in turn. This one counts limits in Redis, quotas of day and
 * month, usage and audit, and tells a webhook of everything. Nothing is asserted.
 *
 *   --quick    short slices
 */
const folder = process.argv.find((argument) => argument.startsWith("--against="))?.slice("--against=".length) ?? "";
const quick = process.argv.includes("--quick");
const PROCESSES = 3;
const CONNECTIONS = 5;
const WARM_UP_SECONDS = 5;
const ROUNDS = quick ? 3 : 7;
const SECONDS = quick ? 2 : 4;
const PAUSE_MS = 1_500;
const SCENARIOS = ["flow", "me", "refresh"] as const;

const began = performance.now();
const postgres = await startPostgres({ durable: true });
const redis = await startRedis();
const receiver = await startReceiver();
const fleets: Fleet[] = [];
try {
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(
    `${describeMachine(String(version))}\n${PROCESSES} processes each, ${CONNECTIONS} calls at once at each\n`,
  );
  for (const name of ["here", "there"]) await query(postgres.url("postgres"), `CREATE DATABASE ${name}`);
  const shared = { processes: PROCESSES, connections: CONNECTIONS };
  const env = { DEV_MODE: "true", REDIS_URL: redis.url, EGRESS_ALLOW: new URL(receiver.url).host };
  const here = await startFleet({ ...shared, databaseUrl: postgres.url("here"), env });
  fleets.push(here);
  const there = await startFleet({
    ...shared,
    databaseUrl: postgres.url("there"),
    env: { DEV_MODE: "true" },
    folder: resolve(folder),
  });
  fleets.push(there);
  const added = await call(overHttp(here.servers[0]?.url ?? ""), "POST", "/api/admin/webhooks", {
    key: here.tenant.live.secret,
    body: { url: receiver.url },
  });
  if (added.status !== 201) throw new Error(`no webhook could be added: ${added.status}`);
  const rows: Row[] = [];
  for (const scenario of SCENARIOS) rows.push(await compare(scenario, here, there));
  console.log(
    formatTable(["flows and calls a second", "this", "that", "ratio", "CPU ms", "that", "p99 ms", "that"], rows),
  );
  console.log(`\nwebhook deliveries received meanwhile: ${whole(receiver.received.length)}`);
} finally {
  await Promise.all(fleets.map((fleet) => fleet.stop()));
  await receiver.close();
  await redis.stop();
  await postgres.stop();
}
console.log(`\nmeasured in ${seconds(performance.now() - began)}`);
process.exit();

async function compare(scenario: (typeof SCENARIOS)[number], here: Fleet, there: Fleet): Promise<Row> {
  const slice = (fleet: Fleet, long: number) => fleet.run(scenario, fleet.tenant.live.secret, long);
  await slice(here, WARM_UP_SECONDS);
  await slice(there, WARM_UP_SECONDS);
  const pairs: { here: FleetSlice; there: FleetSlice }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(PAUSE_MS);
    const one = await slice(here, SECONDS);
    await sleep(PAUSE_MS);
    pairs.push({ here: one, there: await slice(there, SECONDS) });
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number) => median(pairs.map(pick));
  const failed = pairs.reduce((sum, pair) => sum + pair.here.failed + pair.there.failed, 0);
  if (failed > 0) console.log(`${scenario}: ${failed} calls failed`);
  return [
    scenario,
    whole(of((pair) => pair.here.perSecond)),
    whole(of((pair) => pair.there.perSecond)),
    percent(of((pair) => pair.here.perSecond / pair.there.perSecond)),
    precise(of((pair) => pair.here.cpuMs)),
    precise(of((pair) => pair.there.cpuMs)),
    precise(of((pair) => pair.here.p99)),
    precise(of((pair) => pair.there.p99)),
  ];
}
