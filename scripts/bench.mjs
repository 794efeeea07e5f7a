// `npm run bench`: what the hot path reaches on this machine, as a table. The benchmark itself is tests/bench/main.ts,
// that of the limits' stores (--limits) tests/bench/limits.ts, that of webhooks (--webhooks) tests/bench/webhooks.ts, that
// beside another checkout (--against=folder) tests/bench/against.ts, that of memory (--memory) tests/bench/memory.ts, that of the spray brake (--spray) tests/bench/spray.ts, that of failover (--delivery) tests/bench/delivery.ts; what follows `--` on the command line is for it.
import { isBuilt, isInstalled } from "./freshness.mjs";
import { install, localNode, run, stopEverything } from "./processes.mjs";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopEverything();
    process.exit(130);
  });
}

if (!isInstalled()) await install();
if (!isBuilt()) await run(localNode(), ["scripts/build.mjs"], { env: { NODE_ENV: "production" } });
await run(localNode(), ["scripts/build.mjs", "--bench"]);
const asked = (name) => process.argv.some((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
const program = ["limits", "webhooks", "against", "memory", "spray", "delivery"].find(asked) ?? "main";
await run(localNode(), [`.build/bench/${program}.mjs`, ...process.argv.slice(2)], { env: { NODE_ENV: "production" } });
