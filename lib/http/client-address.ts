import type { IncomingHttpHeaders } from "node:http";
import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/** Blocks of addresses whose forwarded address is believed. */
export type TrustedProxies = readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];

/** The parts of Node's request that say, or pretend to say, where it comes from. */
export type Incoming = { headers: IncomingHttpHeaders; rawHeaders: string[]; socket: { remoteAddress?: string } };

/**
 * What proxies and clients write about a request's way. Only the address that we found ourselves is left: whatever
 * reads one of the others would believe the client.
 */
const CLAIMS: ReadonlySet<string> = new Set([
  "forwarded",
  "x-client-ip",
  "x-forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-real-ip",
]);

/** Reads `TRUSTED_PROXIES`: addresses and CIDRs that the configuration has checked already. */
export function parseTrustedProxies(blocks: readonly string[]): TrustedProxies {
  return blocks.map((block) => {
    if (block.includes("/")) return ipaddr.parseCIDR(block);
    const address = ipaddr.process(block);
    return [address, address.kind() === "ipv4" ? 32 : 128] as const;
  });
}

/**
 * The client's address: the peer of the socket, or, where that is a trusted proxy, the rightmost forwarded address that
 * is not one. Everything further left was written by the client and may be forged. Null where the peer has gone.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string, trusted: TrustedProxies): string | null {
  // The socket writes IPv4 in the one way already, and most requests have nobody else to believe.
  if (trusted.length === 0 && peer !== undefined && isIPv4(peer)) return peer;
  let address = parse(peer ?? "");
  for (const claim of forwardedFor.split(",").reverse()) {
    if (address === null || !isTrusted(address, trusted)) break;
    const next = parse(claim);
    if (next === null) break;
    address = next;
  }
  return address?.toString() ?? null;
}

/**
 * Makes `x-forwarded-for` the client's address and removes every other claim about the request's way. Must run before
 * anything reads the request; Next keeps what a client sends.
 */
export function stampClientAddress(request: Incoming, trusted: TrustedProxies): void {
  const claimed = request.headers["x-forwarded-for"];
  const address = clientAddress(request.socket.remoteAddress, [claimed ?? ""].flat().join(","), trusted);
  // Both views are rewritten: Next reads the parsed headers, hono the raw ones.
  const kept: string[] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? "";
    if (!CLAIMS.has(name.toLowerCase())) kept.push(name, request.rawHeaders[at + 1] ?? "");
  }
  // Deleting, even what is not there, costs more than looking.
  for (const name of CLAIMS) if (name in request.headers) delete request.headers[name];
  if (address !== null) {
    request.headers["x-forwarded-for"] = address;
    kept.push("x-forwarded-for", address);
  }
  request.rawHeaders = kept;
}

/** An address with or without a port, IPv4 written as IPv6 folded to IPv4; null for anything else. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text
    .trim()
    .replace(/^\[(.+)\](?::\d+)?$/, "$1")
    .replace(/^([\d.]+):\d+$/, "$1");
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : null;
}

function isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6, trusted: TrustedProxies): boolean {
  return trusted.some(([block, bits]) => address.kind() === block.kind() && address.match(block, bits));
}
