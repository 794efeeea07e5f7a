import ipaddr from "ipaddr.js";
import { z } from "zod";

const LIST_MAX = 50;
const FORM = "Must be an address or a block such as 203.0.113.7 or 203.0.113.0/24";

/** The one way to write an address or a block, or what is wrong with it. */
function readBlock(text: string): { block: string } | { wrong: string } {
  const [address = "", length, ...rest] = text.split("/");
  // `isValid` takes 10.1 and 0x7f000001 for addresses too.
  if (rest.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(address) || isIpv6(address))) return { wrong: FORM };
  const network = ipaddr.parse(address);
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress()) {
    return { wrong: `Write it as ${network.toIPv4Address()}` };
  }
  if (length === undefined) return { block: network.toString() };
  const bits = network.kind() === "ipv4" ? 32 : 128;
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) return { wrong: FORM };
  if (length === "0") return { wrong: "This block holds every address" };
  const first = ipaddr.parse(firstOf(network, Number(length)));
  if (first.toString() !== network.toString())
    return { wrong: `Its first address is ${first}: write ${first}/${length}` };
  return { block: `${network}/${length}` };
}

function isIpv6(address: string): boolean {
  return address.includes(":") && !address.includes("%") && ipaddr.IPv6.isValid(address);
}

function firstOf(network: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = network
    .toByteArray()
    .map((byte, at) => byte & (0xff << Math.min(8, Math.max(0, 8 * at + 8 - bits))) & 0xff);
  return ipaddr.fromByteArray(bytes).toString();
}

const IpBlock = z
  .string()
  .max(50)
  .transform((text, context) => {
    const read = readBlock(text);
    if ("block" in read) return read.block;
    context.addIssue({ code: "custom", message: read.wrong });
    return z.NEVER;
  });

/**
 * Addresses and blocks that a key may be used from, each once and written one way. A block is named by its first
 * address, so that nobody lists more than they meant to.
 */
export const IpBlocks = z
  .array(IpBlock)
  .max(LIST_MAX)
  .transform((blocks) => [...new Set(blocks)]);
