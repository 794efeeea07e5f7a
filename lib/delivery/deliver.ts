import { type Breaker, createBreaker } from "@/lib/core/breaker";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { Channel, OutgoingMessage, ProviderCheck, ProviderOutcome, ProviderTools, RetryReason } from "./channel";
import { isPlainAddress } from "./plain-address";
import { type Carrier, type DeliveryEnv, type Registration, registry } from "./registry";

/** Hands messages to the installation's providers. */
export type Delivery = {
  /** The channels that have a provider, in the order of the registry. */
  channelsInLive(): Channel[];
  hasEmailProvider(): boolean;
  /**
   * Gives the message to the first provider of its channel that takes it: on a timeout or a fault the next one is
   * asked, a refusal of the message or the address is final. Never throws, and says nothing of a provider's own words.
   */
  deliver(message: OutgoingMessage): Promise<Delivered>;
  /** Whether each provider can be reached, without sending anything. */
  check(): Promise<CheckedProvider[]>;
  /** Lets go of connections that are kept open. */
  close(): void;
};

/** What came of a message, and the provider that said so; null where none was asked. */
export type Delivered = ProviderOutcome & { provider: string | null };

export type CheckedProvider = { provider: string; channels: readonly Channel[] } & ProviderCheck;

export type DeliveryTools = { clock: Clock; log: Logger };

/** How long one provider may take for one message, all its waits together. */
const DEADLINE_MS = 8_000;
/** How long a provider may leave a single wait unanswered. */
const TIMEOUT_MS = 5_000;

// A provider that says "later" or "not from you" works; one that does not answer or does not know us is down.
const FAULTS: ReadonlySet<RetryReason> = new Set(["timeout", "connection", "tls", "authentication", "provider_error"]);

/** Sets the configured providers up. Throws where a configuration is not usable, naming what is wrong. */
export function createDelivery(
  env: DeliveryEnv,
  tools: DeliveryTools,
  registrations: readonly Registration[] = registry,
): Delivery {
  const providers = registrations
    .map((register) => register(env))
    .filter((carrier) => carrier !== null)
    .map((carrier) => ({ carrier, breaker: createBreaker(tools.clock) }));

  return {
    channelsInLive: () => [...new Set(providers.flatMap(({ carrier }) => carrier.channels))],
    hasEmailProvider: () => providers.some(({ carrier }) => carrier.channels.includes("email")),
    async deliver(message) {
      if (message.channel === "email" && !isPlainAddress(message.to)) {
        return { state: "rejected", reason: "address_not_sendable", permanent: true, provider: null };
      }
      let outcome: Delivered = { state: "retry", reason: "no_provider", provider: null };
      for (const { carrier, breaker } of providers) {
        if (!carrier.channels.includes(message.channel)) continue;
        outcome = { ...(await attempt(carrier, breaker, message, tools)), provider: carrier.name };
        if (outcome.state !== "retry") break;
      }
      return outcome;
    },
    check: () =>
      Promise.all(
        providers.map(async ({ carrier }) => {
          const { name: provider, channels } = carrier;
          const checked = await withDeadline<ProviderCheck>(
            (limits) => carrier.check({ ...limits, log: tools.log }),
            (reason) => ({ ok: false, reason }),
          );
          return { provider, channels, ...checked };
        }),
      ),
    close() {
      for (const { carrier } of providers) carrier.close();
    },
  };
}

async function attempt(
  carrier: Carrier,
  breaker: Breaker,
  message: OutgoingMessage,
  { clock, log }: DeliveryTools,
): Promise<ProviderOutcome> {
  if (!breaker.allows()) return { state: "retry", reason: "circuit_open" };
  const started = clock.now();
  const outcome = await withDeadline<ProviderOutcome>(
    (limits) => carrier.send(message, { ...limits, log }),
    (reason) => ({ state: "retry", reason }),
  );
  breaker.record(!(outcome.state === "retry" && FAULTS.has(outcome.reason)));
  const fields = {
    provider: carrier.name,
    channel: message.channel,
    message_id: message.id,
    environment_id: message.environmentId,
    state: outcome.state,
    ms: clock.now().getTime() - started.getTime(),
  };
  if (outcome.state === "accepted") log.debug(fields, "message accepted");
  else log.warn({ ...fields, reason: outcome.reason }, "message not accepted");
  return outcome;
}

/** Runs a provider until the deadline, also one that does not heed its signal. What it throws is its fault. */
async function withDeadline<Outcome>(
  run: (limits: Pick<ProviderTools, "timeoutMs" | "signal">) => Promise<Outcome>,
  failed: (reason: RetryReason) => Outcome,
): Promise<Outcome> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      deadline.abort();
      resolve(failed("timeout"));
    }, DEADLINE_MS);
  });
  try {
    const done = run({ timeoutMs: TIMEOUT_MS, signal: deadline.signal }).catch(() => failed("provider_error"));
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
