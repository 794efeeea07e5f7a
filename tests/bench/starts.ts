import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../support/free-port";

const LIMIT_MS = 10 * 60_000;

/** How long `npm start` takes until it answers: in a fresh clone (install, build, first start), and once more. */
export async function measureStarts(): Promise<{ firstMs: number; secondMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), "ninepin-start-"));
  try {
    const cloned = spawnSync("git", ["clone", "--quiet", "--local", process.cwd(), folder], { encoding: "utf8" });
    if (cloned.status !== 0) throw new Error(`The clone failed: ${cloned.stderr}`);
    return { firstMs: await timeStart(folder), secondMs: await timeStart(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeStart(folder: string): Promise<number> {
  const port = await freePort();
  const begin = performance.now();
  const npm = spawn("npm", ["start"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", PORT: String(port), NODE_ENV: "production" },
    stdio: "ignore",
    // A group of its own: npm has a shell between itself and what it starts.
    detached: true,
  });
  const exited = once(npm, "exit");
  try {
    while (performance.now() - begin < LIMIT_MS && npm.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(() => null);
      if (answer?.ok) return performance.now() - begin;
      await sleep(50);
    }
    throw new Error("npm start did not come to answer");
  } finally {
    signalGroup(npm, "SIGTERM");
    await Promise.race([exited, sleep(20_000)]);
    signalGroup(npm, "SIGKILL");
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // All of it has ended.
  }
}
