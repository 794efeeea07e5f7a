import machine from "node:dns";
import { Resolver } from "node:dns/promises";

export type LookedUpType = "TXT" | "CNAME" | "MX" | "NS" | "A" | "AAAA";

/** What one resolver says: the values (none: there is nothing), or that it cannot tell. */
export type Said = { values: readonly string[] } | "unknown";

/** Asks every resolver for the records of a name. One answer each, in their order; the same question is asked once. */
export type LookUp = (type: LookedUpType, name: string) => Promise<readonly Said[]>;

/** More would say nothing new. */
const RESOLVERS_MAX = 3;
const WAIT_MS = 2_000;
const TRIES = 2;
/** No zone makes us ask more than this in one check, whatever its records refer to. */
const QUESTIONS_MAX = 80;
const VALUES_MAX = 40;
const VALUE_MAX = 4_000;

/** Said by a resolver that knows: no such name, or nothing of that type there. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA", "EBADNAME"]);

/**
 * Look-ups for one check, with these servers or the machine's. Never by the machine's own lookup, whose few threads
 * everybody shares. After `end` nobody can tell any more: what is still asked is let go of.
 */
export function startLookUps(servers: readonly string[]): { lookUp: LookUp; end(): void } {
  const asked = new Map<string, Promise<readonly Said[]>>();
  let ended = false;
  const resolvers = (servers.length === 0 ? machine.getServers() : servers).slice(0, RESOLVERS_MAX).map((server) => {
    const resolver = new Resolver({ timeout: WAIT_MS, tries: TRIES });
    resolver.setServers([server]);
    return resolver;
  });
  return {
    lookUp(type, name) {
      const question = `${type} ${name}`;
      const known = asked.get(question);
      if (known) return known;
      if (ended || asked.size >= QUESTIONS_MAX) return Promise.resolve(resolvers.map(() => "unknown"));
      const answers = Promise.all(resolvers.map((resolver) => askOne(resolver, type, name)));
      asked.set(question, answers);
      return answers;
    },
    end() {
      ended = true;
      for (const resolver of resolvers) resolver.cancel();
    },
  };
}

async function askOne(resolver: Resolver, type: LookedUpType, name: string): Promise<Said> {
  try {
    const values = await ASK[type](resolver, name);
    return { values: values.slice(0, VALUES_MAX).map((value) => value.slice(0, VALUE_MAX)) };
  } catch (error) {
    return NOTHING.has(codeOf(error)) ? { values: [] } : "unknown";
  }
}

const ASK: Readonly<Record<LookedUpType, (resolver: Resolver, name: string) => Promise<string[]>>> = {
  // The strings of one record belong together, without anything between them (RFC 7208, 3.3).
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((strings) => strings.join("")),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map(plainHost),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${plainHost(exchange)}`),
  NS: async (resolver, name) => (await resolver.resolveNs(name)).map(plainHost),
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
};

function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
