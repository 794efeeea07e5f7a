import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { EgressError } from "./refusal";

/** All addresses of a host. Fails where there are none or nobody can tell (fail closed). */
export type Resolve = (host: string) => Promise<string[]>;

/** Said by a resolver that knows: there is no such name, or it has no addresses. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/** Resolves with these servers, or as the machine does where there are none. */
export function createResolve(servers: readonly string[], timeoutMs: number): Resolve {
  const ask = servers.length === 0 ? askSystem : askServers(servers, timeoutMs);
  return async (host) => {
    if (isIP(host) !== 0) return [host];
    const addresses = await within(timeoutMs, ask(host)).catch((cause: unknown) => {
      throw cause instanceof EgressError ? cause : unresolved(host, cause);
    });
    if (addresses.length === 0) throw unresolved(host, { code: "ENODATA" });
    return addresses;
  };
}

async function askSystem(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function askServers(servers: readonly string[], timeoutMs: number): Resolve {
  return async (host) => {
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
    resolver.setServers(servers);
    // One family may have nothing; one that cannot be told may hide a private address.
    const families = await Promise.all([
      resolver.resolve4(host).catch(nothing),
      resolver.resolve6(host).catch(nothing),
    ]);
    return families.flat();
  };
}

function nothing(cause: unknown): string[] {
  if (NOTHING.has(codeOf(cause))) return [];
  throw cause;
}

function codeOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
}

function unresolved(host: string, cause: unknown): EgressError {
  const message = NOTHING.has(codeOf(cause)) ? `DNS name not found: ${host}` : `DNS gave no answer for ${host}`;
  return new EgressError("resolve", "dns", message);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject({ code: "ETIMEOUT" }), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
