import { touchApiKeyRow } from "@/db/queries/api-keys";
import { oneLine } from "@/lib/core/one-line";
import type { Client, Deps, ResolvedKey } from "@/lib/ports";

const AGENT_MAX = 200;
const AGENT = /^[\w.-]{1,64}\/[\w.+-]{1,32}(?=$| )/;

/** Which SDK asked, as it says of itself; null for what does not look like `name/version`. */
export function agentOf(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const line = oneLine(userAgent, AGENT_MAX);
  return AGENT.test(line) ? line : null;
}

/**
 * Notes when a key was used, from where and by what: once a minute and process, the first time at once, after the
 * answer, so that no request waits for it.
 */
export function noteKeyUse(
  deps: Pick<Deps, "caches" | "clock" | "db" | "defer">,
  { environment, key }: ResolvedKey,
  client: Pick<Client, "ip" | "userAgent">,
): void {
  void deps.caches.keyUses.get(key.id, async () => {
    const use = { at: deps.clock.now(), ip: client.ip, agent: agentOf(client.userAgent) };
    deps.defer(() => touchApiKeyRow(deps.db.orm, environment.id, key.id, use));
    return true;
  });
}
