import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Destination } from "./destination";
import { EgressError } from "./refusal";

/**
 * Opens a connection to exactly one of these addresses, the first that takes it. They have been checked: no name is
 * asked again.
 */
export async function openSocket(
  destination: Pick<Destination, "port">,
  addresses: readonly string[],
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Socket> {
  let failure = new EgressError("connect", "connection", "There is no address to connect to");
  // IPv4 first: where IPv6 leads nowhere, it does so slowly.
  for (const address of addresses.toSorted((a, b) => isIP(a) - isIP(b)).slice(0, MAX_ADDRESSES)) {
    try {
      return await openOne(address, destination.port, limits);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      failure = error;
      if (limits.signal.aborted) break;
    }
  }
  throw failure;
}

const MAX_ADDRESSES = 3;

function openOne(
  address: string,
  port: number,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, autoSelectFamily: false });
    const end = (error: EgressError | null) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      if (error === null) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const abort = () => end(new EgressError("connect", "cancelled", "Cancelled"));
    const timer = setTimeout(
      () => end(new EgressError("connect", "timeout", `Timed out: no connection after ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    signal.addEventListener("abort", abort);
    socket.once("connect", () => end(null));
    // Listens for as long as the connection lives: an error that nobody hears ends the process.
    socket.on("error", (cause) => end(new EgressError("connect", "connection", connectionMessage(cause))));
  });
}

function connectionMessage(cause: NodeJS.ErrnoException): string {
  if (cause.code === "ECONNREFUSED") return "Connection refused";
  if (cause.code === "EHOSTUNREACH" || cause.code === "ENETUNREACH") return "The host cannot be reached";
  return "The connection could not be made";
}

/**
 * TLS over an open connection, with the host's certificate checked before a byte of ours is sent. It is checked by hand,
 * as what was wrong with it can only be read while the connection lives.
 */
export function secureSocket(socket: Socket, host: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const secure = connectTls({ socket, host, ...name, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] });
    const refuse = (message: string) => {
      secure.destroy();
      reject(new EgressError("tls", "tls", message));
    };
    secure.once("secureConnect", () => {
      if (!secure.authorized) return refuse(certificateMessage(secure, host));
      resolve(secure);
    });
    secure.on("error", () => refuse("TLS could not be agreed on"));
    secure.once("close", () => refuse("The connection was closed during the TLS handshake"));
  });
}

function certificateMessage(secure: TLSSocket, host: string): string {
  const code = `${secure.authorizationError}`;
  const { valid_to: until, valid_from: from } = secure.getPeerCertificate();
  if (code.includes("CERT_HAS_EXPIRED")) return `TLS certificate expired on ${dayOf(until)}`;
  if (code.includes("CERT_NOT_YET_VALID")) return `TLS certificate is not valid before ${dayOf(from)}`;
  if (code.includes("ALTNAME")) return `TLS certificate is not for ${host}`;
  return "TLS certificate is not from an authority that we know";
}

function dayOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString().slice(0, 10);
}
