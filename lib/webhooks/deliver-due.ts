import { type LeasedDelivery, leaseDeliveries, releaseDelivery } from "@/db/queries/webhook-queue";
import { sleep } from "@/lib/core/clock";
import type { Job } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { attempt } from "./attempt";
import { settleAttempt } from "./settle";
import { openSecret, webhookSecretPlace } from "./signature";
import { createThrottle } from "./throttle";

/** How many deliveries of a process are under way at once, and how many of them may be the same one's. */
const IN_FLIGHT_MAX = 64;
const SHARES = { perEndpoint: 4, perEnvironment: 12, perCustomer: 16 } as const;
/** Longer than any attempt: whoever holds a delivery for that long has died. */
const LEASE_SECONDS = 30;
const POLL_SECONDS = 0.2;
/** What ends at nearly the same time is made up for by one look at the queue. */
const GATHER_SECONDS = 0.01;

/**
 * The job that delivers what is due, until nothing is. Deliveries are leased, so any number of processes do it at once,
 * and what a process that dies had taken is due again. No endpoint, environment or customer gets more than its share:
 * those that hang hold up their own deliveries and nobody else's. At least once: a process killed between the answer
 * and its note sends the same again.
 */
export function webhookJob(): Job {
  const busy = new Map<string, number>();
  const throttle = createThrottle();

  function start(deps: Deps, signal: AbortSignal, leased: LeasedDelivery): Promise<void> {
    const { customer_id: customerId, environment_id: environmentId, endpoint_id: endpointId } = leased;
    const sharers = [customerId, environmentId, endpointId];
    for (const id of sharers) busy.set(id, (busy.get(id) ?? 0) + 1);
    return deliver(deps, throttle, signal, leased)
      .catch((cause: unknown) => {
        // The lease brings it back.
        deps.log.error({ delivery_id: leased.id, endpoint_id: endpointId }, "a webhook was not settled", cause);
      })
      .finally(() => {
        for (const id of sharers) {
          const left = (busy.get(id) ?? 1) - 1;
          if (left > 0) busy.set(id, left);
          else busy.delete(id);
        }
      });
  }

  return {
    name: "webhooks",
    everySeconds: 0,
    nudged: true,
    async run(deps, signal) {
      const running = new Set<Promise<void>>();
      let done = 0;
      for (;;) {
        const leased = signal.aborted || running.size >= IN_FLIGHT_MAX ? [] : await lease(deps, busy, running.size);
        for (const each of leased) {
          const delivering = start(deps, signal, each).finally(() => running.delete(delivering));
          running.add(delivering);
        }
        done += leased.length;
        if (running.size === 0) return done;
        // Somebody slow must not keep what became due meanwhile waiting.
        await Promise.race([...running, sleep(POLL_SECONDS)]);
        await sleep(GATHER_SECONDS);
      }
    },
  };

  async function lease(deps: Deps, inUse: ReadonlyMap<string, number>, running: number): Promise<LeasedDelivery[]> {
    const slow = throttle.slow().map((id) => [id, (inUse.get(id) ?? 0) + SHARES.perEndpoint - 1] as const);
    const held = throttle.heldNow(deps.clock.now()).map((id) => [id, SHARES.perEndpoint] as const);
    return leaseDeliveries(deps.db, {
      leaseSeconds: LEASE_SECONDS,
      limit: IN_FLIGHT_MAX - running,
      shares: SHARES,
      busy: Object.fromEntries([...inUse, ...slow, ...held]),
    });
  }
}

async function deliver(
  deps: Deps,
  throttle: ReturnType<typeof createThrottle>,
  signal: AbortSignal,
  leased: LeasedDelivery,
): Promise<void> {
  const { environment_id: environmentId, endpoint_id: endpointId, event_id: id, event_type: type } = leased;
  const place = webhookSecretPlace(environmentId, endpointId);
  const sealed = [leased.secret_encrypted, leased.previous_secret_encrypted];
  const secrets = sealed.flatMap((each) => (each === null ? [] : [openSecret(deps.keyring, each, place)]));
  const event = { id, type, at: leased.event_at, data: leased.data };
  const attempted = await attempt(deps, { environmentId, url: leased.url, secrets, event }, signal);
  if (attempted.outcome.failure?.reason === "cancelled") {
    await releaseDelivery(deps.db, { environmentId, deliveryId: leased.id, number: leased.attempts });
    return;
  }
  await settleAttempt(deps, throttle, leased, attempted);
}
