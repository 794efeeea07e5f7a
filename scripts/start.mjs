// `npm start` and `npm run dev`: installs when packages are missing, builds when the build is stale, runs the server
// and ends with it. Built-ins only, and nothing newer than Node 20: this runs before anything is installed, on whatever
// Node calls npm. The server itself runs on the Node that the install brought (node_modules/.bin/node).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isBuilt, isInstalled, ROOT } from "./freshness.mjs";
import { install, localNode, run, start, stopEverything } from "./processes.mjs";

const dev = process.argv.includes("--dev");
let server = null;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
// npm passes SIGTERM to its shell only, and nobody passes on a SIGKILL: we would go on without anyone who knows of us.
// Run from a terminal without npm, this may outlive its parent like any other program.
if (process.env.npm_lifecycle_event) {
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) stop("SIGTERM");
  }, 500).unref();
}

if (!isInstalled()) await install();
if (dev) await run(localNode(), ["scripts/build.mjs", "--server"]);
else if (!isBuilt()) {
  console.log("Building (about a minute, once per change) …");
  await run(localNode(), ["scripts/build.mjs"], { env: { NODE_ENV: "production" } });
}

const settings = existsSync(join(ROOT, ".env")) ? ["--env-file=.env"] : [];
server = start(localNode(), [...settings, join(ROOT, ".build", "server.mjs"), ...(dev ? ["--dev"] : [])], {
  ipc: true,
  env: { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" },
});
server.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
server.on("error", (error) => {
  console.error(`The server could not be started: ${error.message}`);
  process.exit(1);
});

/** A server drains and ends by itself, and its exit code becomes ours; an install or a build is cut short. */
function stop(signal) {
  if (server) return server.kill(signal);
  stopEverything();
  process.exit(130);
}

/** Our parent and, where it can be known, the parent's parent: npm has a shell between itself and us. */
function ancestors() {
  let grandparent = "";
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    grandparent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  } catch {
    // No /proc: the parent alone has to do.
  }
  return `${process.ppid} ${grandparent}`;
}
