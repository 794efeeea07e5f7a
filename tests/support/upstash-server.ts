import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { Redis } from "ioredis";
import { z } from "zod";

/** Speaks Upstash's REST protocol over a real Redis (https://upstash.com/docs/redis/features/restapi). */
export type UpstashServer = {
  port: number;
  token: string;
  /** From now on every call is answered with that error, as Upstash says it; null for the real answers again. */
  fail(status: number, error: string): void;
  heal(): void;
  close(): Promise<void>;
};

const Argument = z.union([z.string(), z.number()]).transform(String);
const Command = z.tuple([Argument], Argument);
const Pipeline = z.array(Command);

/** The first line of Upstash's scripts says what only Upstash knows; it names a script by its whole text. */
const SHEBANG = /^#!lua.*\r?\n/;
const sha1 = (script: string) => createHash("sha1").update(script).digest("hex");

/** Starts it on a port of its own, for the Redis of that address. */
export async function startUpstash(redisUrl: string): Promise<UpstashServer> {
  const redis = new Redis(redisUrl);
  const hashes = new Map<string, string>();
  const token = "a-token-of-the-tests";
  let failure: { status: number; error: string } | null = null;

  function perform([name, first = "", ...rest]: z.output<typeof Command>): Promise<unknown> {
    switch (name.toLowerCase()) {
      case "evalsha":
        return redis.call(name, hashes.get(first) ?? first, ...rest);
      case "eval": {
        const plain = first.replace(SHEBANG, "");
        hashes.set(sha1(first), sha1(plain));
        return redis.call(name, plain, ...rest);
      }
      default:
        return redis.call(name, ...(first === "" ? [] : [first]), ...rest);
    }
  }

  const answer = (command: z.output<typeof Command>, encode: Encode) =>
    perform(command).then(
      (result) => ({ result: encode(result) }),
      (error: Error) => ({ error: error.message }),
    );

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> {
    const send = (status: number, body: unknown) =>
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const body: unknown = JSON.parse(await text(incoming));
    if (incoming.headers.authorization !== `Bearer ${token}`) return send(401, { error: "Unauthorized" });
    if (failure) return send(failure.status, { error: failure.error });
    const encode = incoming.headers["upstash-encoding"] === "base64" ? toBase64 : (value: unknown) => value;
    if (incoming.url === "/pipeline") {
      return send(200, await Promise.all(Pipeline.parse(body).map((command) => answer(command, encode))));
    }
    const answered = await answer(Command.parse(body), encode);
    return send("error" in answered ? 400 : 200, answered);
  }

  const server = createServer((incoming, outgoing) => {
    // A caller that has gone wants no answer.
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    port: address.port,
    token,
    fail(status, error) {
      failure = { status, error };
    },
    heal() {
      failure = null;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      redis.disconnect();
    },
  };
}

type Encode = (value: unknown) => unknown;

/** Upstash encodes every text but "OK", at any depth. */
function toBase64(value: unknown): unknown {
  if (typeof value === "string") return value === "OK" ? value : Buffer.from(value).toString("base64");
  return Array.isArray(value) ? value.map(toBase64) : value;
}
