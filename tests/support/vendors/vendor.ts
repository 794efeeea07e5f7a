import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What a vendor was asked: the exact bytes of the body as text. */
export type Asked = { method: string; path: string; headers: Record<string, string>; body: string };

/** An answer: an object goes out as JSON, a text as it is. */
export type Answer = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };

/** What the vendor does with the requests that come from now on; `accept`: what its contract says. */
export type VendorBehaviour = "accept" | "hang" | "reset" | "trickle" | "garbage" | Answer;

export type Vendor = {
  url: string;
  /** Every request, in the order in which its body was whole. */
  asked: Asked[];
  /** How many connections were made. */
  connections(): number;
  behave(behaviour: VendorBehaviour): void;
  close(): Promise<void>;
};

const GARBAGE = "<html>\0this is not what anybody wanted";

/** A server on loopback that stands in for a vendor's API, and keeps what it was asked. */
export async function startVendor(accept: (asked: Asked) => Answer): Promise<Vendor> {
  let behaviour: VendorBehaviour = "accept";
  let connections = 0;
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = "", url = "" } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, `${value}`]));
    const one = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
    asked.push(one);
    if (behaviour === "hang") return;
    if (behaviour === "reset") {
      request.socket.resetAndDestroy();
    } else if (behaviour === "trickle") {
      response.writeHead(200, { "content-type": "application/json" });
      timers.add(setInterval(() => response.write(" "), 20));
    } else if (behaviour === "garbage") {
      response.writeHead(200, { "content-type": "text/html" }).end(GARBAGE);
    } else {
      answer(response, behaviour === "accept" ? accept(one) : behaviour);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = bound !== null && typeof bound === "object" ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    connections: () => connections,
    behave(next) {
      behaviour = next;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function answer(response: ServerResponse, { status, body, headers }: Answer): void {
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}

/** A form's fields, as Twilio is sent them. */
export function formOf({ body }: Asked): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}
