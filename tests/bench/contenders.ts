import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "../support/free-port";
import { startServer } from "../support/server";
import type { Installation } from "./installation";
import type { BareOptions } from "./protocol";

/** A server that can be put under load. */
export type Contender = { name: string; port: number; apiKey: string; process: ChildProcess; stop(): Promise<void> };

const FOLDER = ".build/bench";
/** The argument of Node that has a server tell what it uses. */
export const PROBE = `--import=${pathToFileURL(resolve(FOLDER, "probe.mjs"))}`;
const ENVIRONMENT = { PATH: process.env.PATH ?? "", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

/** Ninepin as `npm start` runs it, the log included. `--next-api` sends the API to Next's own mount. */
export async function startNinepin(installation: Installation, args: string[] = []): Promise<Contender> {
  const server = await startServer({
    databaseUrl: installation.url,
    env: { SECRET_KEY: installation.secretKey, NODE_OPTIONS: PROBE },
    args,
  });
  const stop = async () => {
    await server.stop();
  };
  return {
    name: "Ninepin",
    port: Number(new URL(server.url).port),
    apiKey: installation.apiKey,
    process: server.process,
    stop,
  };
}

/** The bare node:http and pg server. */
export async function startBare(installation: Installation, contentBytes: number): Promise<Contender> {
  const port = await freePort();
  const { url: databaseUrl, environmentId, keyId } = installation;
  const options: BareOptions = { port, databaseUrl, environmentId, keyId, contentBytes };
  return startScript("bare node:http + pg", "bare-server.mjs", [JSON.stringify(options)], port);
}

/** Next with one empty Route Handler. */
export async function startEmptyNext(folder: string): Promise<Contender> {
  const port = await freePort();
  return startScript("empty Route Handler", "empty-next.mjs", [folder, String(port)], port);
}

async function startScript(name: string, script: string, args: string[], port: number): Promise<Contender> {
  const child = fork(join(FOLDER, script), args, {
    execArgv: [PROBE],
    env: ENVIRONMENT,
  });
  const exited = once(child, "exit");
  await Promise.race([once(child, "message"), exited]);
  if (child.exitCode !== null) throw new Error(`${script} ended instead of starting`);
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  return { name, port, apiKey: "", process: child, stop };
}

/** The process that makes the load. */
export function startLoad(): ChildProcess {
  return fork(join(FOLDER, "load.mjs"), { env: ENVIRONMENT });
}
