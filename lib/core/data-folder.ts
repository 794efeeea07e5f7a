import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Lets the next process have the folder. */
export type Release = () => void;

/**
 * Makes the data folder and holds it for this process: PGlite does not refuse a second process on its files, whose rows
 * would silently be lost. Held by a bound socket named after the folder's real path, because the system gives that up
 * however the process ends; a file with a process id outlives a crash, and the id is soon another's.
 */
export async function holdDataFolder(folder: string): Promise<Release> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = realpathSync(folder);
  const name = `ninepin-${createHash("sha256").update(path).digest("hex").slice(0, 32)}`;
  const server = await bind(socketPath(name), path);
  server.unref();
  return () => server.close();
}

/** Linux and Windows forget the name with its process. Elsewhere it is a file that may be left from a crash. */
function socketPath(name: string): string {
  if (process.platform === "linux") return `\0${name}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

async function bind(address: string, folder: string): Promise<Server> {
  const server = await listen(address);
  if (server !== null) return server;
  const isFile = address.startsWith("/");
  if (isFile && !(await answers(address))) {
    rmSync(address, { force: true });
    const second = await listen(address);
    if (second !== null) return second;
  }
  throw new Error(
    `Another Ninepin is running on ${folder}. Stop it first, or name another folder in NINEPIN_DATA_DIR (and another PORT).`,
  );
}

/** A server on the address, or null where one is there already. */
function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(address, () => resolve(true));
    connection.once("error", () => resolve(false));
    connection.once("connect", () => connection.destroy());
  });
}
