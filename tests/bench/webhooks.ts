import { rmSync } from "node:fs";
import { startPostgres } from "../support/postgres";
import { bundleServer } from "../support/races-bundle";
import { runStorm } from "../support/webhook-storm";
import { query } from "./installation";
import { describeMachine, formatTable, whole } from "./table";

/**
 * `npm run bench -- --webhooks`: events through outbox, drain and delivery to eight endpoints, by three processes of which
 * one is killed every five seconds. Every request is verified by the Standard Webhooks library.
 *
 *   --quick    10,000 events instead of 100,000
 */
const events = process.argv.includes("--quick") ? 10_000 : 100_000;
const KILL_EVERY_SECONDS = 5;
const PROCESSES = 3;

const program = await bundleServer([]);
const postgres = await startPostgres({ durable: true });
try {
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  await query(postgres.url("postgres"), "CREATE DATABASE webhooks");
  const storm = await runStorm({
    databaseUrl: postgres.url("webhooks"),
    program,
    events,
    processes: PROCESSES,
    killEvery: { seconds: KILL_EVERY_SECONDS },
    seconds: 1_800,
  });
  console.log(`${describeMachine(String(version))}\n`);
  const rows = [
    ["events", whole(events)],
    ["lost", whole(storm.lost)],
    ["repeated", `${whole(storm.repeated)} (${((100 * storm.repeated) / events).toFixed(2)} %)`],
    ["not verified, or another body", whole(storm.wrong)],
    ["processes killed", whole(storm.kills)],
    ["seconds", whole(storm.seconds)],
    ["events a second", whole(events / storm.seconds)],
  ];
  console.log(formatTable([`webhooks, ${PROCESSES} processes`, "one killed every 5 s"], rows));
} finally {
  await postgres.stop();
  rmSync(program, { force: true });
}
process.exit();
