// Child processes for the scripts. Built-ins only, like scripts/start.mjs, which needs this before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT } from "./freshness.mjs";

const BIN = join(ROOT, "node_modules", ".bin");

/** The Node that the install brought, or the one that runs this where it brought none for the platform. */
export function localNode() {
  const node = join(BIN, "node");
  return existsSync(node) ? node : process.execPath;
}

/** Starts a program at the root with our own tools first in its PATH and without stdin. */
export function start(command, args, { env = {}, ipc = false, group = false } = {}) {
  return spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}`, ...env },
    stdio: ["ignore", "inherit", "inherit", ...(ipc ? ["ipc"] : [])],
    detached: group,
  });
}

const groups = new Set();

/**
 * Runs a program to its end and says whether it ended well. It leads a process group of its own, which goes with it:
 * nothing that it started (a browser, a Postgres, three servers) stays behind, however it ended.
 */
export async function runToEnd(command, args, { env, timeoutMinutes = 30 } = {}) {
  const child = start(command, args, { env, group: process.platform !== "win32" });
  if (child.pid) groups.add(child.pid);
  const timer = setTimeout(() => {
    console.error(`${command} ${args.join(" ")}: stopped after ${timeoutMinutes} minutes`);
    stopGroup(child.pid);
  }, timeoutMinutes * 60_000);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (status) => resolve(status ?? 1));
  });
  clearTimeout(timer);
  stopGroup(child.pid);
  return code === 0;
}

/** Runs a program to its end; ours comes with it when it fails. */
export async function run(command, args, options) {
  if (!(await runToEnd(command, args, options))) process.exit(1);
}

/** Ends every program that `runToEnd` still waits for, with all that it started. */
export function stopEverything() {
  for (const pid of groups) stopGroup(pid);
}

function stopGroup(pid) {
  if (!pid) return;
  groups.delete(pid);
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

/** Installs exactly what the lockfile says; building needs the development packages whatever NODE_ENV is. */
export async function install() {
  console.log("Installing (npm ci) …");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--loglevel=error"];
  // npm hands its settings on to what it runs, and refuses this one from anywhere but .npmrc, where it stands.
  const options = { env: { npm_config_allow_scripts: undefined } };
  if (npm) await run(process.execPath, [npm, ...args], options);
  else await run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}
