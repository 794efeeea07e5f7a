// `npm run bench`: what the hot path reaches on this machine, as a table (tests/bench/main.ts). Others beside it, each
// a file of that name: --limits, --webhooks, --against=folder, --memory, --spray, --delivery. What follows `--` on the
// command line is for them.
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
