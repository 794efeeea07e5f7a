import { addressIn } from "@/lib/delivery/plain-address";
import { take } from "@/lib/limits";
import type { Deps, Scope } from "@/lib/ports";
import { readDomainName } from "./domain-name";
import { startLookUps } from "./look-up";
import { type DnsHost, findZone } from "./zone";

const WAIT_MS = 5_000;

/** What to add for what somebody entered: a name of its own for mail keeps the rest of the domain out of it. */
export type Suggestion = { name: string; suggested: string; dnsHost: DnsHost | null };

/**
 * Reads a domain that somebody entered and finds out where its DNS is. `invalid_request` for what holds none,
 * `rate_limited` for more than sixty in a minute.
 */
export async function suggestDomain(
  { env, limits }: Pick<Deps, "env" | "limits">,
  { environment }: Scope,
  entered: string,
): Promise<Suggestion> {
  const { name, registrable } = readDomainName(entered);
  await take(limits, "domains.suggest", environment.id);
  const { lookUp, end } = startLookUps(env.dnsServers);
  const timer = setTimeout(end, WAIT_MS);
  try {
    const { host } = await findZone(lookUp, name, registrable);
    return { name, suggested: name === registrable ? `mail.${name}` : name, dnsHost: host };
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** What mail of an environment without a domain comes from, where this installation says so. */
export function installationSender({ env }: Pick<Deps, "env">): string | null {
  return env.email.from === null ? null : addressIn(env.email.from);
}
