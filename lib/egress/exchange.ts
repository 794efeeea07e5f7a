import { type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import type { Destination } from "./destination";
import { EgressError } from "./refusal";

/** What is sent, and the body's exact text. */
export type EgressRequest = { method: "POST"; headers: Readonly<Record<string, string>>; body: string };

/** What came back: the body's first bytes, as text that can be kept. */
export type EgressReply = { status: number; headers: Record<string, string>; body: string; truncated: boolean };

/** How much of an answer is kept, and how much is read before the connection is cut. */
const KEPT_BYTES = 16_384;
const READ_BYTES = 65_536;
const HEADER_BYTES = 16_384;

/**
 * Sends one request over an open connection and reads the answer, as far as it is kept. Nothing is decompressed and no
 * redirect is followed. An answer that goes on and on counts as soon as its status is known.
 */
export function exchange(
  socket: Socket,
  { url }: Destination,
  sent: EgressRequest,
  signal: AbortSignal,
): Promise<EgressReply> {
  return new Promise((resolve, reject) => {
    let reply: (() => EgressReply) | null = null;
    const end = (error: EgressError | null) => {
      signal.removeEventListener("abort", abort);
      asking.destroy();
      socket.destroy();
      if (reply) resolve(reply());
      else reject(error);
    };
    const abort = () => end(signal.reason instanceof EgressError ? signal.reason : null);
    const asking = request({
      createConnection: () => socket,
      method: sent.method,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      maxHeaderSize: HEADER_BYTES,
      headers: {
        host: url.host,
        connection: "close",
        "accept-encoding": "identity",
        ...sent.headers,
        "content-length": Buffer.byteLength(sent.body),
      },
    });
    signal.addEventListener("abort", abort);
    asking.on("error", (cause: NodeJS.ErrnoException) => end(protocolError(cause)));
    asking.once("upgrade", () => end(new EgressError("response", "protocol", "The answer was no HTTP response")));
    asking.once("response", (answer) => {
      const kept = keep(answer);
      reply = () => ({ status: answer.statusCode ?? 0, headers: headersOf(answer), ...kept.read() });
      void kept.over.then(() => end(null));
    });
    if (signal.aborted) abort();
    else asking.end(sent.body);
  });
}

function keep(answer: IncomingMessage): { read(): { body: string; truncated: boolean }; over: Promise<void> } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let whole = false;
  const over = new Promise<void>((resolve) => {
    answer.on("data", (chunk: Buffer) => {
      if (bytes < KEPT_BYTES) chunks.push(chunk.subarray(0, KEPT_BYTES - bytes));
      bytes += chunk.length;
      if (bytes > READ_BYTES) resolve();
    });
    answer.once("end", () => {
      whole = true;
      resolve();
    });
    answer.once("error", () => resolve());
    answer.once("close", () => resolve());
  });
  // Postgres keeps no NUL in text.
  const text = () => Buffer.concat(chunks).toString("utf8").replaceAll("\0", "\uFFFD");
  return { read: () => ({ body: text(), truncated: !whole || bytes > KEPT_BYTES }), over };
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : `${value}`]),
  );
}

function protocolError(cause: NodeJS.ErrnoException): EgressError {
  if (cause.code === "HPE_HEADER_OVERFLOW") {
    return new EgressError("response", "protocol", "The answer's headers are larger than 16 kB");
  }
  if (cause.code?.startsWith("HPE_")) {
    return new EgressError("response", "protocol", "The answer was no HTTP response");
  }
  return new EgressError("response", "connection", "The connection was closed before an answer");
}
