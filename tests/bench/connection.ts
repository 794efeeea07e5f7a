import { connect, type Socket } from "node:net";

export type Answer = { status: number; body: string };

/**
 * One kept-alive HTTP/1.1 connection that has one request under way at a time. As little as a client can be, since it
 * shares the machine with what it measures: no headers are kept, and a body is read by its length or by its chunks.
 */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", (error) => this.#reject(error));
    socket.on("close", () => this.#reject(new Error("the server closed the connection")));
  }

  /** Connects from an address of its own where loopback has several, so that limits by network do not add up. */
  static open(port: number, index: number): Promise<Connection> {
    const localAddress = process.platform === "linux" ? `127.0.0.${index + 2}` : undefined;
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true, ...(localAddress && { localAddress }) });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#reject = () => {};
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answer = parseAnswer(this.#received);
    if (answer === null) return;
    this.#received = Buffer.alloc(0);
    this.#resolve(answer);
  }
}

/** The text of a request. Everything but the path and what is sent along is the same for all. */
export function requestText(method: string, path: string, headers: string, body = ""): string {
  const sent = body === "" ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\n${headers}${sent}\r\n${body}`;
}

/** The answer in these bytes, or null while it is not complete. */
function parseAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const head = bytes.toString("latin1", 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const last = end + 4 + Number(length);
    return bytes.length < last ? null : { status, body: bytes.toString("utf8", end + 4, last) };
  }
  if (status === 204) return { status, body: "" };
  return bytes.subarray(-5).equals(LAST_CHUNK) ? { status, body: joinChunks(bytes, end + 4) } : null;
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

function joinChunks(bytes: Buffer, start: number): string {
  let body = "";
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    const length = Number.parseInt(bytes.toString("latin1", at, line), 16);
    if (!(length > 0)) return body;
    body += bytes.toString("utf8", line + 2, line + 2 + length);
    at = line + 2 + length + 2;
  }
}
