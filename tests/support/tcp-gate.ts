import { connect, createServer, type Socket } from "node:net";
import { freePort } from "./free-port";

/** A door in front of a TCP server: shut, it refuses new connections and cuts the ones there are. */
export type TcpGate = { port: number; open(): Promise<void>; shut(): Promise<void> };

/** A shut gate to that port on loopback. */
export async function tcpGate(target: number): Promise<TcpGate> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
  });
  return {
    port,
    open: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
