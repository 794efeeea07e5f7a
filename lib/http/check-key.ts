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
  if (key.type === "secret" && at.origin !== null) fail("origin_not_allowed", { detail: SECRET_IN_A_BROWSER });
  if (key.kind === "web" && !originFits(resolved, at.origin)) fail("origin_not_allowed", { detail: OTHER_ORIGIN });
}

const SECRET_IN_A_BROWSER =
  "A secret key came from a web page, where everybody can read it. Use a publishable key there, and rotate this one";
const OTHER_ORIGIN =
  "This key may be used from listed origins only. List this one on the key, or under cors.origins in the settings";

/** A key's own list and its environment's together. In test an empty one means any; in live it means none. */
function originFits({ environment, key }: ResolvedKey, origin: string | null): boolean {
  const listed = [...key.allowedOrigins, ...environment.settings.cors.origins];
  if (listed.length === 0) return environment.kind === "test";
  return origin !== null && listed.includes(origin);
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
