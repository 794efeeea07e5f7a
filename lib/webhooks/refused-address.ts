import { markRefusalTold } from "@/db/queries/webhook-endpoints";
import { addSeconds } from "@/lib/core/clock";
import type { EgressOutcome } from "@/lib/egress";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { hostOf, targetOf } from "./endpoints";

const HOUR_SECONDS = 3_600;

/**
 * The host that is not public and that an attempt led to: the URL's own, by the time that it was called, or the one of a
 * redirect. Null for any other attempt.
 */
export async function hostInside(
  { egress }: Pick<Deps, "egress">,
  { environmentId, url }: { environmentId: string; url: string },
  { reply, failure }: EgressOutcome,
): Promise<string | null> {
  if (failure !== null) return failure.reason === "blocked" ? hostOf(url) : null;
  const location = reply.status >= 300 && reply.status < 400 ? reply.headers.location : undefined;
  if (location === undefined || !URL.canParse(location, url)) return null;
  const target = new URL(location, url).href;
  const refused = await egress.check(target, environmentId);
  return refused?.reason === "blocked" ? hostOf(target) : null;
}

/** Has the audit log keep that a URL led inside; for an endpoint once in an hour, as it may be tried without an end. */
export async function tellRefused(
  deps: Deps,
  scope: Scope,
  { host, endpointId }: { host: string; endpointId: string | null },
): Promise<void> {
  const at = deps.clock.now();
  const since = addSeconds(at, -HOUR_SECONDS);
  await deps.db.transaction(async (tx) => {
    if (endpointId === null) {
      await recordEvents(deps, tx, scope, [{ type: "webhook.address_refused", data: { host } }]);
      return;
    }
    if (!(await markRefusalTold(tx, scope.environment.id, endpointId, { at, since }))) return;
    const data = { host, endpoint_id: endpointId };
    await recordEvents(deps, tx, scope, [{ type: "webhook.address_refused", data, target: targetOf(endpointId) }]);
  });
}
