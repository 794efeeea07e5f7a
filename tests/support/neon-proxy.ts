import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { neonConfig } from "@neondatabase/serverless";
import { WebSocketServer } from "ws";

/** What stands at Neon between its driver and Postgres: a WebSocket whose frames are the bytes of Postgres' protocol. */
export type NeonProxy = {
  /** The same database under a host of Neon's: whatever it is, this process's driver is led to the proxy. */
  url(endpoint: string): string;
  /** How many connections were made. */
  connections(): number;
  /** Cuts the connections, and refuses new ones until it is opened again. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
};

/** Starts one in front of the Postgres of that address, and leads this process's driver to it. */
export async function startNeonProxy(target: string): Promise<NeonProxy> {
  const to = new URL(target);
  let connections = 0;
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (near) => {
    connections += 1;
    const far = connect(Number(to.port), to.hostname);
    far.setNoDelay(true);
    near.on("message", (data: Buffer) => far.write(data));
    far.on("data", (data) => near.send(data));
    near.on("close", () => far.destroy());
    far.on("close", () => near.close());
    near.on("error", () => far.destroy());
    far.on("error", () => near.close());
  });
  const open = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await open(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  const { port } = address;
  neonConfig.wsProxy = () => `127.0.0.1:${port}/v2`;
  neonConfig.useSecureWebSocket = false;
  // Guesses that Neon asks for the password in the clear, inside of TLS. A Postgres of one's own does not.
  neonConfig.pipelineConnect = false;

  async function shut(): Promise<void> {
    server.close();
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await once(server, "close");
  }
  return {
    url(endpoint) {
      const url = new URL(target);
      url.host = `${endpoint}.eu-central-1.aws.neon.tech`;
      url.port = "";
      url.password = "tests";
      return url.href;
    },
    connections: () => connections,
    shut,
    open: () => open(port),
    close: shut,
  };
}
