import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createTcpServer, type Socket } from "node:net";

/** What came: the exact bytes of the body as text. */
export type Received = { path: string; headers: Record<string, string>; body: string };

/** How a receiver answers: a status, or by hand. */
export type Answering = number | ((request: Received, response: ServerResponse, at: number) => void);

export type Receiver = {
  port: number;
  url: string;
  /** Every request, in the order in which its body was whole. */
  received: Received[];
  /** How many connections were made, whatever came of them. */
  connections(): number;
  answer(answering: Answering): void;
  close(): Promise<void>;
};

export type ReceiverOptions = { address?: string; port?: number; tls?: { key: string; cert: string } };

/** A real server of a customer's on loopback. Answers 204 unless told otherwise. */
export async function startReceiver({ address = "127.0.0.1", port = 0, tls }: ReceiverOptions = {}): Promise<Receiver> {
  let answering: Answering = 204;
  let connections = 0;
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, `${value}`]));
    const one = { path: request.url ?? "", headers, body: Buffer.concat(chunks).toString() };
    received.push(one);
    if (typeof answering === "function") answering(one, response, received.length);
    else response.writeHead(answering).end();
  };
  const quietly = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy());
  };
  const server: Server = tls ? createSecureServer(tls, quietly) : createServer(quietly);
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, address);
  await once(server, "listening");
  const bound = server.address();
  const listening = bound !== null && typeof bound === "object" ? bound.port : 0;
  return {
    port: listening,
    url: `http${tls ? "s" : ""}://${address.includes(":") ? `[${address}]` : address}:${listening}`,
    received,
    connections: () => connections,
    answer(next) {
      answering = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Counts who connects to a port where nobody should, on every address of this machine that it can have. */
export async function startCanary(): Promise<{ port: number; connections(): number; close(): Promise<void> }> {
  let connections = 0;
  const servers: ReturnType<typeof createTcpServer>[] = [];
  const listen = async (address: string, port: number) => {
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    server.listen(port, address);
    await once(server, "listening");
    servers.push(server);
    const bound = server.address();
    return bound !== null && typeof bound === "object" ? bound.port : 0;
  };
  const port = await listen("0.0.0.0", 0);
  // A machine without IPv6 has nothing to listen on there.
  await listen("::1", port).catch(() => {});
  return {
    port,
    connections: () => connections,
    async close() {
      for (const server of servers) {
        server.close();
        await once(server, "close");
      }
    },
  };
}
