import { createServer, type Server, type ServerResponse } from "node:http";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { apiUrlOf } from "@/lib/core/api-url";
import { announceSessionUrl, type Env, processEnv } from "@/lib/core/env";
import { refuseOldNode } from "@/lib/core/node-version";
import { ensureQuickstart, type Quickstart } from "@/lib/customers";
import { getDeps, type OwnedDeps } from "@/lib/deps";
import { parseTrustedProxies, stampClientAddress } from "@/lib/http/client-address";
import { isApiPath, pathOnHost } from "@/lib/http/hosts";
import { mountApi } from "@/lib/http/mount";
import { refuseRequestLine } from "@/lib/http/request-target";
import { isUnreachable } from "@/lib/http/unreachable";
import { startPersonalMode } from "@/lib/personal";
import { routes } from "./.generated/routes";

/** How long requests that are under way may go on after SIGTERM. */
const DRAIN_SECONDS = 15;
/** How often a database that was not there at the start is asked for again. */
const RETRY_SECONDS = 1;
/** How long a start waits for the channel that it is told in. */
const TELL_SECONDS = 2;

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  /** From the first byte to the last of the headers, and of the whole request: a slow sender holds nothing for long. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  /** Longer than the 60 s of the usual proxies, which else would send into a connection that is just being closed. */
  keepAliveTimeout: 65_000,
};

/**
 * The long-lived server: one process, one port. The API's handlers stand in front of Next, which serves the rest. In
 * development Next serves everything, so that a change is there without a restart; with `--next-api` it does so in
 * production too, as on a platform that knows no other server.
 */
async function main(): Promise<void> {
  refuseOldNode(process.versions.node);
  const dev = process.argv.includes("--dev");
  const nextServesApi = dev || process.argv.includes("--next-api");
  const env = processEnv();
  announceSessionUrl(env);

  const app = next({ dev, hostname: env.host, port: env.port });
  const [reached, api] = await Promise.all([
    open(),
    nextServesApi ? null : mountApi(routes, env.appUrl),
    app.prepare(),
  ]);
  const pages = app.getRequestHandler();
  const proxies = parseTrustedProxies(env.trustedProxies);

  let draining = false;
  const underWay = new Set<ServerResponse>();
  const server = createServer(LIMITS, (incoming, outgoing) => {
    stampClientAddress(incoming, proxies);
    if (draining) outgoing.setHeader("connection", "close");
    underWay.add(outgoing);
    outgoing.once("close", () => underWay.delete(outgoing));
    const { host } = incoming.headers;
    const refused = refuseRequestLine(incoming, nextServesApi, (path) => pathOnHost(path, host, env));
    if (refused !== null) {
      outgoing.writeHead(refused, { connection: "close", ...(refused === 405 && { allow: "GET, HEAD, POST" }) }).end();
      return;
    }
    const answered = api && isApiPath(incoming.url ?? "/") ? api(incoming, outgoing) : pages(incoming, outgoing);
    answered.catch(() => outgoing.destroy());
  });

  let opened = reached;
  const stop = async () => {
    if (draining) return;
    draining = true;
    // A proxy that kept such a connection would send its next request into its end.
    for (const outgoing of underWay) if (!outgoing.headersSent) outgoing.setHeader("connection", "close");
    await drain(server);
    await opened?.deps.close();
    process.exit(0);
  };
  // The parent is gone when its channel closes. Without a channel (systemd, a container) there is no parent to follow.
  if (process.connected) process.on("disconnect", () => void stop());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

  if (opened) await startPersonal(opened.deps);
  await listen(server, env);
  if (!opened) {
    console.error("The database cannot be reached. Every request is answered 503 until it is.");
    while (!opened) {
      await sleep(RETRY_SECONDS * 1000);
      opened = await open();
    }
    await startPersonal(opened.deps);
  }
  const { quickstart } = opened;
  if (env.personal !== null) console.log(welcomeOwner(env));
  console.log(quickstart ? welcome(quickstart, env) : `Ninepin is running: ${env.appUrl}`);
}

/**
 * The process's deps, with quickstart.json written: whoever finds the server ready finds it too. Null while there is no
 * database to be reached, or when it went away again meanwhile. Whatever else is wrong ends the start.
 */
async function open(): Promise<{ deps: OwnedDeps; quickstart: Quickstart | null } | null> {
  try {
    const deps = await getDeps();
    return { deps, quickstart: await ensureQuickstart(deps, deps.operatorKeyIsGenerated) };
  } catch (error) {
    if (isUnreachable(error)) return null;
    throw error;
  }
}

/** Stops listening, lets requests finish, and closes what is still open after a while. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that was busy when listening stopped is closed as soon as its answer is out.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([closed, sleep(DRAIN_SECONDS * 1000)]);
  clearInterval(sweep);
  server.closeAllConnections();
}

function listen(server: Server, { host, port }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${port} is in use: stop what uses it, or set PORT to another one.`) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Starts personal mode, whose owner is told of it. A channel that does not answer keeps nobody waiting. */
async function startPersonal(deps: OwnedDeps): Promise<void> {
  const told = startPersonalMode(deps, deps.firstStart).catch((cause: unknown) =>
    deps.log.error({}, "personal mode could not tell of its start", cause),
  );
  await Promise.race([told, sleep(TELL_SECONDS * 1000)]);
}

/** How to sign in to a personal server. */
function welcomeOwner(env: Env): string {
  const apiUrl = apiUrlOf(env);
  const secrets = relative(process.cwd(), join(env.dataDir, "secrets.json"));
  return [
    "Personal mode: the code is posted to your Discord webhook.",
    `  curl -X POST ${apiUrl}/api/v1/auth/login`,
    `  curl ${apiUrl}/api/v1/auth/verify -H 'Content-Type: application/json' -d '{"otp":"…"}'`,
    `Tokens are signed with JWT_SECRET; unset, with jwt_secret in ${secrets}.`,
    "",
  ].join("\n");
}

/** Where to look: all of it at the first start, what one needs again later on. */
function welcome(quickstart: Quickstart, env: Env): string {
  const { appUrl, memberEmail, mailboxUrl, secretKey, isNew } = quickstart;
  const file = relative(process.cwd(), join(env.dataDir, "quickstart.json"));
  const places = [
    `  Dashboard  ${appUrl}/dashboard`,
    `  Sign in    as ${memberEmail}, at ${appUrl}/signin`,
    ...(mailboxUrl ? [`  Mailbox    ${mailboxUrl} (the code arrives here)`] : []),
  ];
  if (!isNew) return [`Ninepin is running: ${appUrl}`, ...places, `  Keys       in ${file}`, ""].join("\n");
  return [
    `Ninepin is running: ${appUrl}`,
    "",
    ...places,
    `  Test key   ${secretKey}`,
    "",
    "Ask for a code:",
    "",
    `  curl ${apiUrlOf(env)}/api/auth/request-otp -H 'X-API-Key: ${secretKey}' -H 'Content-Type: application/json' -d '{"email":"ada@example.com"}'`,
    "",
    `All of this is in ${file}. Ctrl-C stops the server; what it has stored stays.`,
    "",
  ].join("\n");
}

/** Why it did not start. Of an error that wraps another, one line each: a failed query is long, its cause is not. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message.split("\n", 1)[0]}\n${explain(error.cause)}`;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
