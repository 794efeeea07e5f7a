import machine from "node:dns";
import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { EgressError } from "./refusal";

/**
 * All addresses of a host, asked for on behalf of an environment. Fails where there are none or nobody can tell (fail
 * closed).
 */
export type Resolve = (host: string, environmentId: string) => Promise<string[]>;

type Ask = (host: string) => Promise<string[]>;

/** Said by a resolver that knows: there is no such name, or it has no addresses. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/** How many names of an environment are asked for at once. */
const PER_ENVIRONMENT = 16;

/**
 * Resolves with these servers, or with the machine's where there are none. Never through the machine's own lookup: that
 * takes up the few threads that the database's name is looked up with too, and a customer's name may never be answered.
 */
export function createResolve(servers: readonly string[], timeoutMs: number): Resolve {
  return resolving(
    (host) => askServers(servers.length === 0 ? machine.getServers() : servers, host, timeoutMs),
    timeoutMs,
  );
}

/** Resolves our own names as the machine does, which knows more of them than its DNS servers do. */
export function createOwnResolve(timeoutMs: number): Resolve {
  return resolving(askSystem, timeoutMs);
}

function resolving(ask: Ask, timeoutMs: number): Resolve {
  const asked = new Map<string, Promise<string[]>>();
  const perEnvironment = new Map<string, number>();

  /** Asks once for all who want to know the same now. */
  function share(host: string, environmentId: string): Promise<string[]> {
    const already = asked.get(host);
    if (already) return already;
    const busy = perEnvironment.get(environmentId) ?? 0;
    if (busy >= PER_ENVIRONMENT) throw new EgressError("resolve", "dns", "Too many names are being looked up");
    perEnvironment.set(environmentId, busy + 1);
    const asking = within(timeoutMs, ask(host)).finally(() => {
      asked.delete(host);
      const left = (perEnvironment.get(environmentId) ?? 1) - 1;
      if (left > 0) perEnvironment.set(environmentId, left);
      else perEnvironment.delete(environmentId);
    });
    asked.set(host, asking);
    return asking;
  }

  return async (host, environmentId) => {
    if (isIP(host) !== 0) return [host];
    const addresses = await share(host, environmentId).catch((cause: unknown) => {
      throw unresolved(host, cause);
    });
    if (addresses.length === 0) throw unresolved(host, { code: "ENODATA" });
    return addresses;
  };
}

async function askSystem(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function askServers(servers: readonly string[], host: string, timeoutMs: number): Promise<string[]> {
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
  resolver.setServers(servers);
  // One family may have nothing; one that cannot be told may hide a private address.
  const families = await Promise.all([
    resolver.resolve4(host).catch(nothing),
    resolver.resolve6(host).catch(nothing),
  ]).finally(() => resolver.cancel());
  return families.flat();
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
