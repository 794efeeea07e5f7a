import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bundle } from "./races-bundle";

type Configuration = Readonly<Record<string, string>>;

/** A process of the API alone, or a place in one. */
export type ApiProcess = { url: string; stop(): Promise<void> };

/** A process that stays, and serves one bundle of races-serve.ts after another. */
export type Host = { serve(script: string, configuration: Configuration): Promise<ApiProcess>; stop(): Promise<void> };

const Address = z.object({ port: z.int() });
const urlOf = (address: unknown): string => `http://127.0.0.1:${Address.parse(address).port}`;

type Launched = { child: ChildProcess; exited: Promise<unknown>; failed: Promise<never> };

function launch(script: string, name: string, configuration: Configuration): Launched {
  const child = spawn(process.execPath, [script], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_ENV: "production",
      PORT: "0",
      ...configuration,
    },
    // The channel tells the port, and ties its life to ours.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  mkdirSync("test-results", { recursive: true });
  const logFile = join("test-results", `races-${name}.log`);
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = once(child, "close").then(() => log.end());
  const failed = exited.then(() => Promise.reject(new Error(`A server has ended: see ${logFile}`)));
  failed.catch(() => undefined);
  return { child, exited, failed };
}

/** Starts a process of the API from a bundle of races-server.ts. */
export async function startProcess(script: string, name: string, configuration: Configuration): Promise<ApiProcess> {
  const { child, exited, failed } = launch(script, name, configuration);
  const [address] = await Promise.race([once(child, "message"), failed]);
  return {
    url: urlOf(address),
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** Starts processes for many bundles, one after another in each: what npm brought is loaded once. */
export async function startHosts(count: number): Promise<Host[]> {
  const script = await bundle("tests/support/races-host.ts");
  const launched = Array.from({ length: count }, () => launch(script, "host", {}));
  return launched.map(({ child, exited, failed }): Host => {
    const tell = async (order: object): Promise<unknown> => {
      const answered = once(child, "message");
      child.send(order);
      const [answer] = await Promise.race([answered, failed]);
      return answer;
    };
    return {
      async serve(bundled, configuration) {
        const url = urlOf(await tell({ bundle: bundled, env: configuration }));
        return {
          url,
          async stop() {
            await tell({ end: true });
          },
        };
      },
      async stop() {
        // What it served has ended before: there is nothing to lose.
        child.kill("SIGKILL");
        await exited;
        rmSync(script, { force: true });
      },
    };
  });
}
