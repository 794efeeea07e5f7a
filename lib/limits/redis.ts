import { createHash } from "node:crypto";
import { Redis } from "@upstash/redis";
import { Redis as Connection } from "ioredis";
import { HEALTH_KEY, HEALTH_SECONDS, reachStore, type StoreTools } from "./reach-store";
import { createCounters } from "./sliding-windows";
import type { Limits } from "./store";

const CONNECT_TIMEOUT_MS = 1_000;
/** A connection on which nothing comes for so long is replaced: one that hangs is never closed by the other end. */
const SILENCE_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Counters in a Redis of one's own, shared by all processes. Connected when it resolves, or not, where Redis is away:
 * then each process counts for itself, and connects as soon as there is something to connect to.
 */
export async function redisLimits(url: string, tools: StoreTools): Promise<Limits> {
  const connection = new Connection(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_PAUSE_MS),
    // What cannot be asked now is counted here now. Asked later it would count a request that is long over.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A master that has become a replica: its name leads elsewhere by now.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
  let lastError = "";
  // Who asks is told by a rejection, and the breaker says it once.
  connection.on("error", (error) => {
    lastError = error.message;
  });
  await connection.connect().catch((error: Error) => {
    const cause = lastError || error.message;
    tools.log.warn({ cause }, "the store of limits cannot be reached: each process counts for itself");
  });

  const run = scriptsOf(connection);
  const redis = new Redis({
    // As over the wire: an answer is JSON.
    request: async ({ body }) => ({ result: JSON.parse(JSON.stringify(await run(body))) }),
  });
  return {
    redis,
    counters: createCounters(tools.clock),
    clock: tools.clock,
    remote: reachStore(tools, () => connection.set(HEALTH_KEY, 1, "EX", HEALTH_SECONDS)),
    close: () => connection.disconnect(),
  };
}

/** A first line that only Upstash understands: a Redis refuses the script for it. */
const SHEBANG = /^#!lua.*\r?\n/;

/** Runs the scripts of `@upstash/ratelimit`, without their first line and by the hash they have then. */
function scriptsOf(connection: Connection): (body: unknown) => Promise<unknown> {
  const hashes = new Map<string, string>();
  return async (body) => {
    const [command, script = "", ...rest] = Array.isArray(body) ? body.map(String) : [];
    if (command === "evalsha") return connection.call("EVALSHA", hashes.get(script) ?? script, ...rest);
    if (command !== "eval") throw new Error("The store of limits runs scripts only");
    const plain = script.replace(SHEBANG, "");
    hashes.set(sha1(script), sha1(plain));
    return connection.call("EVAL", plain, ...rest);
  };
}

/** How Redis names a script. Nothing is kept secret by it. */
function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
