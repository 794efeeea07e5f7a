import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** All that is handed out for the public Internet (RFC 4291, 2.4): whatever else may come to be is not. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address is public: plain unicast, in no special range. Loopback, private, link-local, shared (CGNAT),
 * benchmarking, documentation, multicast, class E, unique local and site-local ones are not, and neither is any IPv6
 * address that carries an IPv4 one inside: mapped, compatible, NAT64 with both prefixes, 6to4, Teredo, ISATAP.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes("%")) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  if (address.kind() === "ipv4") return true;
  const v6 = ipaddr.IPv6.parse(text);
  return v6.match(GLOBAL_V6) && !isIsatap(v6);
}

/** An interface identifier of 0000:5efe or 0200:5efe is followed by an IPv4 address (RFC 5214, 6.1). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high = 0, low] = address.parts;
  return (high & ~0x0200) === 0 && low === 0x5efe;
}

/** Whether both are the same address, however each is written. */
export function sameAddress(one: string, other: string): boolean {
  if (isIP(one) === 0 || isIP(other) === 0) return false;
  return ipaddr.parse(one).toNormalizedString() === ipaddr.parse(other).toNormalizedString();
}
