import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";

/** A real server process, as `npm start` runs it. */
export type TestServer = {
  url: string;
  dataDir: string;
  process: ChildProcess;
  /** Everything it has written to its outputs. */
  log(): string;
  /** Its exit code, once it has ended. */
  exited: Promise<number | null>;
  /** SIGTERM and the wait for its end. */
  stop(): Promise<number | null>;
};

export type ServerOptions = {
  /** Null for the embedded size. */
  databaseUrl: string | null;
  env?: Readonly<Record<string, string>>;
  /** Start arguments: `--next-api` sends the API to Next's own mount. */
  args?: readonly string[];
  /** The folder of a server before it, which stays; else one of its own, which goes with it. */
  dataDir?: string;
  /** Another program than the production server: the API alone (`bundleServer`), which starts in a second. */
  program?: string;
  /** Where the program is at home: another checkout. */
  cwd?: string;
};

/** The first start of an embedded database takes seconds, and on a machine that is very busy a minute. */
const START_TIMEOUT_MS = 100_000;

/** Where there is no embedded database to go with it, a server refuses to make a root secret for itself. */
const SECRET_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256)).toString("base64");

/** Starts a server from the production build and waits until it is ready. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const server = await launchServer(options);
  await answering(server, (status) => status === 200);
  return server;
}

/** Starts a server and waits for nothing. */
export async function launchServer({ databaseUrl, env = {}, args = [], ...known }: ServerOptions): Promise<TestServer> {
  const port = await freePort();
  const dataDir = known.dataDir ?? mkdtempSync(join(tmpdir(), "ninepin-server-"));
  mkdirSync("test-results", { recursive: true });
  const logFile = join("test-results", `server-${port}.log`);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [known.program ?? ".build/server.mjs", ...args], {
    // Nothing of the developer's own configuration reaches it.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // What one server has compiled, the next one need not: dozens are started.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: String(port),
      APP_URL: url,
      NINEPIN_DATA_DIR: dataDir,
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, SECRET_KEY }),
      ...env,
    },
    // The channel ties its life to ours: it stops when we do, however we end.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    ...(known.cwd !== undefined && { cwd: known.cwd }),
  });
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = once(child, "close").then(() => {
    log.end();
    if (!known.dataDir) rmSync(dataDir, { recursive: true, force: true });
    return child.exitCode;
  });
  return {
    url,
    dataDir,
    process: child,
    log: () => readFileSync(logFile, "utf8"),
    exited,
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** Waits until a server's readiness is the one that is waited for. */
export async function answering(server: TestServer, expected: (status: number) => boolean): Promise<Response> {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until && server.process.exitCode === null) {
    const answer = await fetch(`${server.url}/api/health/ready`).catch(() => null);
    if (answer && expected(answer.status)) return answer;
    await sleep(50);
  }
  server.process.kill("SIGKILL");
  throw new Error(`The server on ${server.url} did not answer as expected:\n${server.log()}`);
}
