import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * What of an address is counted: an IPv4 address as it is, an IPv6 address by its /64, since one subscriber has at least
 * that many (ASVS 2.4.1). Requests without an address share one key: they are limited together, never let through.
 */
export function networkOf(address: string | null): string {
  // Dotted decimal is the usual case, and its own canonical form.
  if (address !== null && isIPv4(address)) return address;
  if (address === null || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const groups = parsed.toByteArray().slice(0, 8);
  return `${Buffer.from(groups).toString("hex")}/64`;
}
