import { getDomain } from "tldts";
import { isSendable } from "@/lib/delivery/sender-of";
import type { Deps, Environment } from "@/lib/ports";

/**
 * The domain that a text message may bind its code to: the project's, once its owner is proven. Anybody can name a domain as
 * theirs; whoever has it verified, or a name that belongs to the same registered one, has shown that. Null for any other.
 * What a test environment writes never leaves: there it is the domain as it was entered.
 */
export function boundDomain(
  { clock }: Pick<Deps, "clock">,
  { kind, brand, provenDomains }: Pick<Environment, "kind" | "brand" | "provenDomains">,
): string | null {
  const { domain } = brand;
  if (domain === null || kind === "test") return domain;
  const now = clock.now();
  const registered = registeredOf(domain);
  const isProven = provenDomains.some((each) => registeredOf(each.name) === registered && isSendable(each, now));
  return registered !== null && isProven ? domain : null;
}

/** By the Public Suffix List with its private part: below `github.io` everybody is somebody else. */
function registeredOf(name: string): string | null {
  return getDomain(name, { allowPrivateDomains: true });
}
