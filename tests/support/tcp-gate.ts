import { connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";
import { freePort } from "./free-port";

/** A door in front of a TCP server: shut, it refuses new connections and cuts the ones there are. */
export type TcpGate = {
  port: number;
  open(): Promise<void>;
  shut(): Promise<void>;
  /** A black hole: takes every connection, and passes nothing on any more, also on the ones there are. */
  hang(): void;
  /** Passes new connections on again. The ones that hung go on hanging: nobody tells either end. */
  heal(): void;
  /** Passes answers on one at a time, each so much later. Null: at once again. */
  delay(seconds: number | null): void;
};

/** A shut gate to that port on loopback. */
export async function tcpGate(target: number): Promise<TcpGate> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  let hanging = false;
  let seconds: number | null = null;
  const late = () =>
    new Transform({
      transform(chunk, _encoding, done) {
        if (seconds === null) done(null, chunk);
        else setTimeout(() => done(null, chunk), seconds * 1000);
      },
    });
  const server = createServer((near) => {
    keep(near);
    if (hanging) {
      near.pause();
      return;
    }
    const far = connect(target, "127.0.0.1");
    keep(far);
    near.pipe(far).pipe(late()).pipe(near);
    // An end that is refused or cut is the other end's too; through a black hole nobody hears of it.
    far.on("close", () => hanging || near.destroy());
    near.on("close", () => far.destroy());
  });
  return {
    port,
    open: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    hang() {
      hanging = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    heal() {
      hanging = false;
    },
    delay(wanted) {
      seconds = wanted;
    },
  };
}
