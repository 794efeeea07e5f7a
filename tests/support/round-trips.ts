import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** What went over the wire between a server and Postgres. */
export type Traffic = {
  /** Times the server waited for an answer: Sync and Query messages. */
  roundTrips: number;
  /** Transactions that ended well: a command was complete, and Postgres was ready again outside of a transaction. */
  commits: number;
};

/** A proxy in front of a Postgres that reads along, knowing nothing of the server behind it. */
export type CountingProxy = {
  url: string;
  /** The traffic while that is done. */
  count(work: () => Promise<unknown>): Promise<Traffic>;
  close(): Promise<void>;
};

/** Starts it, on a port of its own, for the Postgres of that address. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const to = new URL(target);
  const total: Traffic = { roundTrips: 0, commits: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on("data", frontendReader(total)).pipe(far);
    far.on("data", backendReader(total)).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  const url = new URL(target);
  url.port = String(address.port);
  return {
    url: url.href,
    async count(work) {
      const before = { ...total };
      await work();
      return { roundTrips: total.roundTrips - before.roundTrips, commits: total.commits - before.commits };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: S is Sync, Q is Query. */
function frontendReader(total: Traffic): (chunk: Buffer) => void {
  // The very first message has no type: StartupMessage.
  return messages(false, (type) => {
    if (type === "S" || type === "Q") total.roundTrips += 1;
  });
}

/** C is CommandComplete, E is ErrorResponse, Z is ReadyForQuery: with I it is outside of a transaction. */
function backendReader(total: Traffic): (chunk: Buffer) => void {
  let complete = false;
  return messages(true, (type, body) => {
    if (type === "C") complete = true;
    if (type === "E") complete = false;
    if (type !== "Z" || body.toString("latin1") !== "I") return;
    if (complete) total.commits += 1;
    complete = false;
  });
}

/** Cuts a stream into the protocol's messages: a type of one byte, then a length that counts itself. */
function messages(typed: boolean, seen: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let hasType = typed;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const at = hasType ? 1 : 0;
      if (rest.length < at + 4) return;
      const end = at + rest.readUInt32BE(at);
      if (rest.length < end) return;
      if (hasType) seen(String.fromCharCode(rest.readUInt8(0)), rest.subarray(5, end));
      hasType = true;
      rest = rest.subarray(end);
    }
  };
}
