import { startPostgres } from "../support/postgres";
import { startRedis } from "../support/redis";
import { startFleet } from "./fleet";
import { query } from "./installation";
import { describeMachine, formatTable, type Row, seconds, whole } from "./table";

/**
 * `npm run bench -- --memory`: what a process holds after each hundred thousand of a million requests: codes asked for,
 * sessions opened, tokens refreshed, `me`, each flow for somebody new. Nothing is asserted.
 *
 *   --quick    a hundred thousand requests
 */
const REQUESTS = process.argv.includes("--quick") ? 100_000 : 1_000_000;
const EVERY = REQUESTS / 10;
const SLICE_SECONDS = 5;
const PROCESSES = 3;
const CONNECTIONS = 5;
/** How many requests one of them is. */
const COUNTS = { flow: 2, me: 1, refresh: 1 } as const;
const SCENARIOS = ["flow", "me", "refresh"] as const;

const began = performance.now();
const postgres = await startPostgres({ durable: true });
const redis = await startRedis();
try {
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(`${describeMachine(String(version))}\n${PROCESSES} processes, limits in Redis\n`);
  await query(postgres.url("postgres"), "CREATE DATABASE memory");
  const fleet = await startFleet({
    databaseUrl: postgres.url("memory"),
    processes: PROCESSES,
    connections: CONNECTIONS,
    env: { DEV_MODE: "true", REDIS_URL: redis.url },
  });
  const rows: Row[] = [["0", whole(await fleet.rssMb()), "0"]];
  let done = 0;
  let failed = 0;
  try {
    for (let next = EVERY; done < REQUESTS; ) {
      for (const scenario of SCENARIOS) {
        const slice = await fleet.run(scenario, fleet.tenant.live.secret, SLICE_SECONDS);
        done += slice.done * COUNTS[scenario];
        failed += slice.failed;
      }
      if (done < next) continue;
      rows.push([whole(done), whole(await fleet.rssMb()), whole(failed)]);
      while (next <= done) next += EVERY;
    }
  } finally {
    await fleet.stop();
  }
  console.log(formatTable(["requests so far", "the largest process, MiB", "failed"], rows));
} finally {
  await redis.stop();
  await postgres.stop();
}
console.log(`\nmeasured in ${seconds(performance.now() - began)}`);
process.exit();
