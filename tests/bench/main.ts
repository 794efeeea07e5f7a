import type { ChildProcess } from "node:child_process";
import { startPostgres } from "../support/postgres";
import { compareNextMount, compareOwnMount, NEXT_HEAD, nextRows, OWN_HEAD, ownRows } from "./comparisons";
import { type Contender, startBare, startEmptyNext, startLoad, startNinepin } from "./contenders";
import { buildEmptyApp } from "./empty-app";
import { createInstallation, query } from "./installation";
import { profile } from "./profile";
import { ask, LoadResult } from "./protocol";
import { CONNECTIONS, type Slicing, usageOf } from "./slices";
import { measureStarts } from "./starts";
import { describeMachine, formatTable, precise, seconds, whole } from "./table";
import { describeFacts, measureUsage, USAGE_HEAD } from "./usage";

/**
 * `npm run bench`: what the hot path reaches on this machine, each figure beside something that does no more than it
 * must, in the same minutes. Nothing is asserted: a busy machine is slow, not wrong.
 *
 *   --quick    short slices, for a first look
 *   --profile  also what the server spends its time on; nothing is measured through Next's mount then
 *   --usage    how long ranges of usage take to read with ten million facts behind them, and nothing else
 *   --start    also how long `npm start` takes in a fresh clone, and again (minutes: it installs and builds)
 */
const quick = process.argv.includes("--quick");
const slicing: Slicing = quick ? { rounds: 3, seconds: 1 } : { rounds: 5, seconds: 2.5 };

const toStop: (() => Promise<void>)[] = [];

function keep<Started extends { stop(): Promise<void> }>(started: Started): Started {
  toStop.unshift(started.stop);
  return started;
}

async function measure(): Promise<void> {
  const postgres = keep(await startPostgres({ durable: true }));
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(`${describeMachine(String(version))}\n${CONNECTIONS} at once, one server process, medians\n`);

  if (process.argv.includes("--usage")) {
    const { facts, rows } = await measureUsage(await createInstallation(postgres, "usage"));
    console.log(`${describeFacts(facts)}\n\n${formatTable(USAGE_HEAD, rows)}`);
    return;
  }
  const load = startLoad();
  toStop.unshift(async () => void load.kill());
  const installation = await createInstallation(postgres, "ninepin");
  const ninepin = keep(await startNinepin(installation));
  const idle = await usageOf(ninepin);
  const contentBytes = await measureContent(load, ninepin, installation.url);
  const bare = keep(await startBare(await createInstallation(postgres, "bare"), contentBytes));
  const bareIdle = await usageOf(bare);
  const own = await compareOwnMount(load, ninepin, bare, slicing);
  console.log(`${formatTable(OWN_HEAD, ownRows(own))}\n`);
  if (process.argv.includes("--profile")) {
    for (const scenario of ["flow", "me", "refresh"] as const) {
      console.log(`${await profile(load, ninepin, scenario)}\n`);
    }
  }
  await ninepin.stop();
  await bare.stop();

  const next = keep(await startNinepin(await createInstallation(postgres, "next"), ["--next-api"]));
  if (process.argv.includes("--profile")) {
    console.log(await profile(load, next, "me", "through Next"));
    return;
  }
  const empty = keep(await startEmptyNext(buildEmptyApp()));
  const nextMount = await compareNextMount(load, next, empty, slicing);
  console.log(`${formatTable(NEXT_HEAD, nextRows(nextMount, own))}\n`);

  const { ninepin: flow, bare: bareFlow } = own.flow;
  const all = [own.flow, own.me, own.refresh].flatMap((pair) => [pair.ninepin, pair.bare]);
  const failed = [...all, nextMount.flow, nextMount.me, nextMount.empty].reduce(
    (sum, reached) => sum + reached.failed,
    0,
  );
  const use = [
    ["CPU of the server, ms per flow", precise(flow.cpuMs), precise(bareFlow.cpuMs)],
    ["CPU of the load generator, ms per flow", precise(flow.clientCpuMs), precise(bareFlow.clientCpuMs)],
    ["memory idle, MiB", whole(idle.rssMb), whole(bareIdle.rssMb)],
    ["memory under load, MiB", whole(flow.rssMb), whole(bareFlow.rssMb)],
    ["calls that failed", whole(failed), ""],
  ];
  console.log(formatTable(["what it takes", "Ninepin", "bare"], use));

  if (!process.argv.includes("--start")) return;
  await stopAll();
  const { firstMs, secondMs } = await measureStarts();
  console.log(`\nnpm start in a fresh clone: ${seconds(firstMs)}, again: ${seconds(secondMs)}`);
}

/** How much the Mailbox keeps of one message: the bare server writes as much. */
async function measureContent(load: ChildProcess, { port, apiKey }: Contender, url: string): Promise<number> {
  await ask(load, { port, apiKey, scenario: "flow", connections: 1, seconds: 0.3 }, LoadResult);
  const { bytes } = await query(url, "SELECT avg(octet_length(content_encrypted))::int AS bytes FROM mailbox_messages");
  return Number(bytes);
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
  await measure();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
console.log(`\nmeasured in ${seconds(performance.now() - begin)}`);
process.exit();
