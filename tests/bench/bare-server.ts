import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { openPostgres } from "@/db/postgres";
import { systemClock } from "@/lib/core/clock";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { moveEvents } from "@/lib/outbox/move-events";
import { type Bare, readUser, refresh, requestCode, verifyCode } from "./bare-flow";
import { BareOptions } from "./protocol";

/**
 * What Ninepin is measured beside: node:http and pg with the same pool, answering the same requests by the same
 * statements. Its events go to the audit log too, as the drainer's do, so that the database has the same work.
 */
const options = BareOptions.parse(JSON.parse(process.argv[2] ?? ""));
const EVENTS_EVERY_MS = 500;
const EVENTS_AT_ONCE = 500;

const bare: Bare = {
  db: openPostgres({
    url: options.databaseUrl,
    folder: "",
    migrationsFolder: "",
    clockOffsetSeconds: () => 0,
    onIdleError: console.error,
  }),
  environmentId: options.environmentId,
  keyId: options.keyId,
  privateKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  content: randomBytes(options.contentBytes),
};

async function readJson<Body>(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request: IncomingMessage): Promise<object> {
  if (request.url === "/api/auth/request-otp") return requestCode(bare, await readJson(request));
  if (request.url === "/api/auth/verify-otp") return verifyCode(bare, await readJson(request));
  if (request.url === "/api/auth/refresh") return refresh(bare, await readJson(request));
  return readUser(bare, request.headers.authorization?.slice("Bearer ".length) ?? "");
}

const drain = {
  db: bare.db,
  clock: systemClock,
  random: systemRandom,
  keyring: createKeyring([{ id: 1, bytes: randomBytes(32) }], 0),
};

async function moveAllEvents(): Promise<void> {
  while ((await moveEvents(drain, EVENTS_AT_ONCE)) === EVENTS_AT_ONCE);
  setTimeout(() => moveAllEvents().catch(console.error), EVENTS_EVERY_MS);
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    (error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    },
  );
});

process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => process.exit());
server.listen(options.port, "127.0.0.1", () => process.send?.("ready"));
moveAllEvents().catch(console.error);
