import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";

/** A real server process, as `npm start` runs it. */
export type TestServer = {
  url: string;
  dataDir: string;
  /** Everything it wrote to its outputs. */
  logFile: string;
  process: ChildProcess;
  /** SIGTERM and the wait for its end; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL and the wait for its end: what a crash is like. */
  kill(): Promise<void>;
};

export type ServerOptions = {
  /** Null for the embedded size. */
  databaseUrl: string | null;
  env?: Readonly<Record<string, string>>;
  /** Start arguments: `--next-api` sends the API to Next's own mount. */
  args?: readonly string[];
  /** To start again on what an earlier server left. */
  dataDir?: string;
  port?: number;
};

const START_TIMEOUT_MS = 60_000;

/** A root secret for tests: real servers refuse to start without one where they do not make it themselves. */
const TEST_SECRET_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256)).toString("base64");

/** Starts `count` servers that share a database and everything else but their ports and data folders. */
export async function startServers(count: number, options: ServerOptions): Promise<TestServer[]> {
  // One after the other: the first one migrates and makes what all share.
  const servers: TestServer[] = [];
  for (let at = 0; at < count; at++) servers.push(await startServer(options));
  return servers;
}

/** Starts one server from the production build and waits until it is ready. */
export async function startServer({ databaseUrl, env = {}, args = [], ...known }: ServerOptions): Promise<TestServer> {
  const port = known.port ?? (await freePort());
  const dataDir = known.dataDir ?? mkdtempSync(join(tmpdir(), "ninepin-server-"));
  mkdirSync("test-results", { recursive: true });
  const logFile = join("test-results", `server-${port}.log`);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [".build/server.mjs", ...args], {
    // Nothing of the developer's own configuration reaches it.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: String(port),
      APP_URL: url,
      NINEPIN_DATA_DIR: dataDir,
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, SECRET_KEY: TEST_SECRET_KEY }),
      ...env,
    },
    // The channel ties its life to ours: it stops when we do, however we end.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = once(child, "close").then(() => {
    log.end();
    if (!known.dataDir) rmSync(dataDir, { recursive: true, force: true });
  });
  await ready(url, child, logFile);
  return {
    url,
    dataDir,
    logFile,
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`The server on ${url} did not become ready: see ${logFile}`);
}
