import ipaddr from "ipaddr.js";
import { fail } from "@/lib/core/errors";
import type { Client, ResolvedKey } from "@/lib/ports";

/**
 * Everything a key that exists must still satisfy: it has not expired (401 `invalid_api_key`), its customer is active
 * (403 `customer_suspended`), and it comes from where it may: listed addresses (403 `ip_not_allowed`), never a secret
 * from a browser, a web key only from its origins (403 `origin_not_allowed`). An Origin is friction, not authentication.
 */
export function checkKey(resolved: ResolvedKey, at: { client: Client; origin: string | null; now: Date }): void {
  const { environment, key } = resolved;
  if (key.expiresAt !== null && key.expiresAt <= at.now) fail("invalid_api_key");
  if (environment.customerState !== "active") fail("customer_suspended");
  if (key.allowedIps.length > 0 && !isListed(at.client.ip, key.allowedIps)) fail("ip_not_allowed");
  if (!originFits(resolved, at.origin)) fail("origin_not_allowed");
}

function originFits({ environment, key }: ResolvedKey, origin: string | null): boolean {
  if (key.type === "secret") return origin === null;
  if (key.kind === "app") return true;
  if (key.allowedOrigins.length === 0) return environment.kind === "test";
  return origin !== null && key.allowedOrigins.includes(origin);
}

function isListed(address: string | null, blocks: readonly string[]): boolean {
  if (address === null || !ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return blocks.some((block) => {
    const [network, bits] = block.includes("/") ? ipaddr.parseCIDR(block) : [ipaddr.process(block), null];
    if (network.kind() !== from.kind()) return false;
    return from.match(network, bits ?? (network.kind() === "ipv4" ? 32 : 128));
  });
}
