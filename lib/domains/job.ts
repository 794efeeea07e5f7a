import { leaseDomains } from "@/db/queries/domains";
import { isNinepinError } from "@/lib/core/errors";
import type { Job } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { checkDomain } from "./check-domain";

const BATCH = 16;
/** Longer than any check: whoever holds a domain for that long has died. */
const LEASE_SECONDS = 120;
const PER_ENVIRONMENT = 4;

/**
 * Looks at every domain that is due: new ones again and again, verified ones every day. Any number of processes do it
 * at once.
 */
export const DOMAINS_JOB: Job = { name: "domains", everySeconds: 5, run: checkDue };

async function checkDue(deps: Deps, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (;;) {
    const limits = { leaseSeconds: LEASE_SECONDS, perEnvironment: PER_ENVIRONMENT, limit: BATCH };
    const leased = signal.aborted ? [] : await leaseDomains(deps.db, limits);
    await Promise.all(leased.map((each) => checkOne(deps, each)));
    done += leased.length;
    if (leased.length < BATCH) return done;
  }
}

async function checkOne(deps: Deps, { environmentId, id }: { environmentId: string; id: string }): Promise<void> {
  const scope = { environment: { id: environmentId }, actor: { type: "system" }, client: null } as const;
  try {
    await checkDomain(deps, scope, id);
  } catch (cause) {
    // Somebody deleted it meanwhile. Anything else comes back with the lease.
    if (isNinepinError(cause) && cause.code === "not_found") return;
    deps.log.error({ domain_id: id, environment_id: environmentId }, "a domain was not checked", cause);
  }
}
