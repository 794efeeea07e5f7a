import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "./free-port";
import { until } from "./until";

/** A real Redis of our own on loopback, on a port nobody knew before, in a folder that goes with it. */
export type RedisServer = {
  port: number;
  url: string;
  /** Asks it something, as an operator would. */
  ask(command: string, ...parameters: (string | number)[]): Promise<unknown>;
  /** Tells it to do something that takes its time, and does not wait for it. */
  tell(command: string, ...parameters: (string | number)[]): void;
  stop(): Promise<void>;
};

/** Starts it: the `redis-server` of the machine. It keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const home = mkdtempSync(join(tmpdir(), "ninepin-redis-"));
  const port = await freePort();
  const settings = {
    bind: "127.0.0.1",
    port,
    dir: home,
    save: "",
    appendonly: "no",
    // It can be told to load what it has again, slowly, and says meanwhile that it is loading.
    "enable-debug-command": "local",
    "loading-process-events-interval-bytes": 1024,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn("redis-server", args, { stdio: ["ignore", "ignore", "inherit"] });
  const exited = once(server, "exit");
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);

  const url = `redis://127.0.0.1:${port}`;
  const operator = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  operator.on("error", () => undefined);
  const other = operator.duplicate();
  other.on("error", () => undefined);
  await until(async () => (await operator.ping()) === "PONG");
  return {
    port,
    url,
    ask: (command, ...parameters) => operator.call(command, ...parameters),
    tell: (command, ...parameters) => {
      other.call(command, ...parameters).catch(() => undefined);
    },
    async stop() {
      process.off("exit", kill);
      operator.disconnect();
      other.disconnect();
      kill();
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
