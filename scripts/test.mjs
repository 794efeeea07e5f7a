// `npm test`: everything, on a machine that has nothing but Node and npm. `npm test -- unit flows` runs a selection.
// Each step's own output passes through; the last line is the sum: "N passed, N failed, N skipped".
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isBuilt, isInstalled } from "./freshness.mjs";
import { installBrowser, installRedis } from "./install-system.mjs";
import { install, runToEnd, stopEverything } from "./processes.mjs";
import { countPlaywright, countVitest, single } from "./test-counts.mjs";

// What the steps leave in their temporary folders, crashed ones included, goes with ours at the end. Others may look
// into it: Postgres runs as a user of its own.
const folder = mkdtempSync(join(tmpdir(), "ninepin-test-"));
chmodSync(folder, 0o755);
const TEST = {
  NODE_ENV: "test",
  NEXT_TELEMETRY_DISABLED: "1",
  TMPDIR: folder,
  // Workers and servers start a hundred times: what one has compiled, the others need not.
  NODE_COMPILE_CACHE: join(folder, "compiled"),
};
const STEP_TIMEOUT_MINUTES = 20;

const vitest = (name, ...projects) => {
  const report = join(folder, `${name}.json`);
  const args = ["run", ...projects.flatMap((project) => ["--project", project])];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, commands: [["vitest", [...args, ...reporters], TEST]], count: countVitest(report) };
};

const playwrightReport = join(folder, "e2e.json");

/** In this order: the quickest to fail first. `needs` is run before a step where it was not asked for and is stale. */
const STEPS = [
  { name: "lockfile", commands: [["node", ["scripts/complete-lockfile.mjs", "--check"]]] },
  { name: "biome", commands: [["biome", ["ci", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."]]] },
  {
    name: "types",
    commands: [
      ["node", ["scripts/routes.mjs"]],
      ["next", ["typegen"], TEST],
      ["tsc", ["-p", "."]],
    ],
  },
  { name: "knip", commands: [["knip", []]] },
  vitest("architecture", "architecture"),
  vitest("unit", "unit"),
  { ...vitest("api-pglite", "api-pglite"), alias: "api" },
  { ...vitest("api-postgres", "api-postgres"), alias: "api" },
  { name: "build", commands: [["node", ["scripts/build.mjs"], { NODE_ENV: "production" }]], fresh: isBuilt },
  { ...vitest("flows", "flows"), needs: "build", prepare: installRedis },
  {
    name: "e2e",
    needs: "build",
    prepare: installBrowser,
    commands: [["playwright", ["test"], { ...TEST, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport }]],
    count: countPlaywright(playwrightReport),
  },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !STEPS.some((step) => step.name === name || step.alias === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. There are: ${STEPS.map((step) => step.name).join(", ")}`);
  process.exit(2);
}
const selected = STEPS.filter((step) => asked.length === 0 || asked.includes(step.name) || asked.includes(step.alias));
const needed = STEPS.filter((step) => selected.some(({ name, needs }) => name === step.name || needs === step.name));

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopEverything();
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
}

if (!isInstalled()) await install();
const prepared = prepareAll();
const results = [];
for (const step of needed) results.push(await perform(step));
stopEverything();
rmSync(folder, { recursive: true, force: true });
process.exitCode = summarise(results);

/** Begins to install what steps need of the system, one after the other, while the steps before them run. */
function prepareAll() {
  let last = Promise.resolve(true);
  const begun = needed.flatMap(({ name, prepare }) => {
    if (!prepare) return [];
    last = last.then(prepare);
    return [[name, last]];
  });
  return new Map(begun);
}

/** Runs one step and says how long it took. A step that fails does not stop the others: one run shows everything. */
async function perform(step) {
  console.log(`\n── ${step.name} ${"─".repeat(Math.max(3, 72 - step.name.length))}`);
  const startedAt = Date.now();
  let result = single(false);
  if (step.fresh?.()) {
    result = single(true);
    console.log("Nothing changed since the last one.");
  } else if ((await prepared.get(step.name)) !== false) {
    const ok = await runInOrder(step.commands);
    result = step.count?.(ok) ?? single(ok);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${sentence(result)} in ${seconds} s`);
  return { name: step.name, seconds, ...result };
}

async function runInOrder(commands) {
  for (const [command, args, env] of commands) {
    if (!(await runToEnd(command, args, { env, timeoutMinutes: STEP_TIMEOUT_MINUTES }))) return false;
  }
  return true;
}

/**
 * What failed and why, the table of steps, the reason of each skipped test, and the sum in the last line. Returns the
 * exit code.
 */
function summarise(all) {
  const sum = (pick) => all.reduce((total, result) => total + pick(result), 0);
  for (const { name, failures } of all) for (const test of failures) console.log(`\nfailed in ${name}: ${test}`);
  console.log("");
  for (const result of all)
    console.log(`${result.name.padEnd(14)} ${result.seconds.padStart(7)} s   ${sentence(result)}`);
  for (const { name, skipped } of all) for (const test of skipped) console.log(`skipped in ${name}: ${test}`);
  const total = {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
  console.log(`\n${sentence(total)}`);
  return total.failed === 0 ? 0 : 1;
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}
