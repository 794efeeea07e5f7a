import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { freePort } from "@/tests/support/free-port";
import { readQuickstart } from "@/tests/support/installation";
import { answering, launchServer, type ServerOptions, startServer, type TestServer } from "@/tests/support/server";
import { tcpGate } from "@/tests/support/tcp-gate";

let database: TestDatabase;
const started: TestServer[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});
afterAll(() => database.drop());

async function start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({ databaseUrl: database.url, ...options });
  started.push(server);
  return server;
}

describe("a server's end", () => {
  it("lets a request that is under way finish, and takes no new one", async () => {
    const server = await start();
    const { secret_key } = readQuickstart(server.dataDir);
    const waiting = fetch(`${server.url}/api/test/messages?to=nobody@example.com&wait=3`, {
      headers: { "x-api-key": secret_key },
    });
    // What is answered after it was sent on another connection was taken after it.
    for (let asked = 0; asked < 3; asked++) await fetch(`${server.url}/api/health/live`);
    const port = Number(new URL(server.url).port);
    const exit = server.stop();
    await until(async () => !(await isListening(port)));
    const answer = await waiting;
    expect(answer.status).toBe(200);
    expect(answer.headers.get("connection")).toBe("close");
    expect(await exit).toBe(0);
  });

  it("comes with the end of the process that started it", async () => {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), "ninepin-orphan-"));
    // As npm runs it: a shell, in it scripts/start.mjs, and that starts the server.
    const shell = spawn("sh", ["-c", "node scripts/start.mjs; exit"], {
      env: { ...process.env, PORT: String(port), NINEPIN_DATA_DIR: dataDir, npm_lifecycle_event: "start" },
      stdio: "ignore",
    });
    try {
      await until(() => isListening(port));
      shell.kill("SIGKILL");
      await once(shell, "exit");
      await until(async () => !(await isListening(port)));
    } finally {
      shell.kill("SIGKILL");
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

// Three starts, the first of which makes a database.
describe("a server's data folder", { timeout: 240_000 }, () => {
  it("belongs to one server at a time, and outlives it; the first start prints a line to paste, the next where the keys are", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "ninepin-folder-"));
    try {
      const first = await start({ databaseUrl: null, dataDir });
      const keys = readQuickstart(dataDir);
      await until(async () => first.log().includes("Ctrl-C stops the server"));
      for (const shown of [`${first.url}/dashboard`, keys.member_email, keys.mailbox_url, keys.secret_key]) {
        expect(first.log()).toContain(shown);
      }
      const asked = await paste(/^ +curl .*$/m.exec(first.log())?.[0] ?? "");
      expect(await asked.json()).toMatchObject({ status: "ok", preview_code: "123456789" });
      const second = await launchServer({ databaseUrl: null, dataDir });
      expect(await second.exited).toBe(1);
      expect(second.log()).toContain(`Another Ninepin is running on ${dataDir}. Stop it first`);
      expect((await fetch(`${first.url}/api/health/ready`)).status).toBe(200);

      first.process.kill("SIGKILL");
      await first.exited;
      const next = await start({ databaseUrl: null, dataDir });
      expect(readQuickstart(dataDir).secret_key).toBe(keys.secret_key);
      await until(async () => next.log().includes("Keys       in"));
      expect(next.log()).not.toContain(keys.secret_key);
    } finally {
      await Promise.all(started.splice(0).map((server) => server.stop()));
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe("a server without its database", () => {
  it("starts, answers 503 with Retry-After, and heals by itself, then and later", async () => {
    const url = new URL(database.url);
    const gate = await tcpGate(Number(url.port));
    url.port = String(gate.port);
    const server = await launchServer({ databaseUrl: url.href });
    started.push(server);
    const refused = await answering(server, (status) => status === 503);
    expect(refused.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);

    for (let outage = 0; outage < 2; outage++) {
      await gate.open();
      await answering(server, (status) => status === 200);
      await gate.shut();
      await answering(server, (status) => status === 503);
    }
    await gate.open();
    await answering(server, (status) => status === 200);
    expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
    await server.stop();
    await gate.shut();
  });

  it("names what is wrong with its configuration and does not start", async () => {
    const server = await launchServer({ databaseUrl: database.url, env: { SECRET_KEY: "short", PORT: "many" } });
    expect(await server.exited).toBe(1);
    expect(server.log()).toContain("SECRET_KEY");
    expect(server.log()).toContain("PORT");
  });
});

describe("the client's address", () => {
  const ATTEMPTS = 150;

  /** How many of many sign-ups, each with another forwarded address, were refused as too many from one network. */
  async function refusals(server: TestServer): Promise<number> {
    const answers = await Promise.all(
      Array.from({ length: ATTEMPTS }, (_, at) =>
        fetch(`${server.url}/api/signup`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-forwarded-for": `203.0.113.${at}`, "x-real-ip": "1.1.1.1" },
          body: "{}",
        }),
      ),
    );
    return answers.filter(({ status }) => status === 429).length;
  }

  it("is the socket's, however many others a client claims", async () => {
    const refused = await refusals(await start());
    // A window that slides lets one or two more pass where a minute ends among them.
    expect(refused).toBeGreaterThanOrEqual(ATTEMPTS - 122);
    expect(refused).toBeLessThanOrEqual(ATTEMPTS - 120);
  });

  it("is the forwarded one behind a trusted proxy", async () => {
    expect(await refusals(await start({ env: { TRUSTED_PROXIES: "127.0.0.0/8" } }))).toBe(0);
  });
});

/** Sends what a shell makes of such a line, whether or not this machine has cURL. */
function paste(line: string): Promise<Response> {
  const shell = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  const [url = "", ...options] = execFileSync("sh", ["-c", shell], { encoding: "utf8" }).split("\0");
  const given = (name: string) => options.flatMap((part, at) => (options[at - 1] === name ? [part] : []));
  const headers = given("-H").map((header) => header.split(": ", 2));
  return fetch(url, {
    method: "POST",
    headers: headers.map(([name = "", value = ""]) => [name, value]),
    body: given("-d")[0] ?? null,
  });
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await reached()) return;
    await sleep(50);
  }
  throw new Error("it did not happen within 20 s");
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end());
    socket.once("close", (failed) => resolve(!failed));
    socket.once("error", () => undefined);
  });
}
