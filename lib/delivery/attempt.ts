import type { Breaker } from "@/lib/core/breaker";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { oneLine } from "@/lib/core/one-line";
import type { Egress } from "@/lib/egress";
import type { OutgoingMessage, ProviderOutcome, ProviderTools, RetryReason } from "./channel";
import { outsideTools } from "./outside-tools";
import type { Carrier } from "./registry";

/** One provider's turn at a message. */
export type Try = {
  provider: string;
  /** The customer's account; null for the installation's. */
  accountId: string | null;
  state: ProviderOutcome["state"];
  reason: string | null;
  /** The provider's own words: for the customer's timeline alone. */
  detail: string | null;
  ms: number;
  at: Date;
};

/** How long a provider may take. */
export type Patience = {
  /** For one message, all its waits together. */
  deadlineMs: number;
  /** For a single wait. */
  timeoutMs: number;
};

export type AttemptTools = { clock: Clock; log: Logger; egress: Egress };

// A provider that says "later" or "not from you" works; one that does not answer or does not know us is down.
const FAULTS: ReadonlySet<RetryReason> = new Set(["timeout", "connection", "tls", "authentication", "provider_error"]);

/** Gives a message to one provider, unless its breaker is open. Never throws, and logs nothing of the provider's words. */
export async function attempt(
  carrier: Carrier,
  breaker: Breaker,
  message: OutgoingMessage,
  tools: AttemptTools,
  patience: Patience,
): Promise<{ outcome: ProviderOutcome; tried: Try }> {
  const at = tools.clock.now();
  const started = performance.now();
  const outcome = (await breaker.run(() => send(carrier, message, tools, patience), isFault)) ?? OPEN;
  const tried: Try = {
    provider: carrier.name,
    accountId: carrier.accountId,
    state: outcome.state,
    reason: outcome.state === "accepted" ? null : outcome.reason,
    detail: outcome.detail === undefined ? null : withoutSecrets(outcome.detail, message),
    ms: Math.round(performance.now() - started),
    at,
  };
  log(message, tried, tools.log);
  return { outcome, tried };
}

const DETAIL_MAX = 300;
const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;
const LONG_NUMBER = /\+?\d(?:[\s-]?\d){5,}/g;

/** A provider's words as they may be kept: what they repeat of the recipient and the code is taken out. */
function withoutSecrets(detail: string, { to, code }: OutgoingMessage): string {
  const plain = [to, code].reduce<string>((text, secret) => (secret ? text.replaceAll(secret, "…") : text), detail);
  return oneLine(plain.replace(ADDRESS, "…").replace(LONG_NUMBER, "…"), DETAIL_MAX);
}

const OPEN: ProviderOutcome = { state: "retry", reason: "circuit_open" };

function isFault(outcome: ProviderOutcome): boolean {
  return outcome.state === "retry" && FAULTS.has(outcome.reason);
}

function send(
  carrier: Carrier,
  message: OutgoingMessage,
  tools: AttemptTools,
  patience: Patience,
): Promise<ProviderOutcome> {
  return withDeadline<ProviderOutcome>(
    (limits) => carrier.send(message, toolsOf(carrier, message.environmentId, tools, limits)),
    (reason) => ({ state: "retry", reason }),
    patience,
  );
}

/** What a carrier is given: where its configuration is a customer's, the ways to what the customer entered. */
export function toolsOf(
  { accountId }: Carrier,
  environmentId: string,
  { clock, log, egress }: AttemptTools,
  limits: Pick<ProviderTools, "timeoutMs" | "signal">,
): ProviderTools {
  return { ...limits, clock, log, ...(accountId !== null && outsideTools(egress, environmentId, limits.signal)) };
}

/** Runs a provider until the deadline, also one that does not heed its signal. What it throws is its fault. */
export async function withDeadline<Outcome>(
  run: (limits: Pick<ProviderTools, "timeoutMs" | "signal">) => Promise<Outcome>,
  failed: (reason: RetryReason) => Outcome,
  { deadlineMs, timeoutMs }: Patience,
): Promise<Outcome> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      deadline.abort();
      resolve(failed("timeout"));
    }, deadlineMs);
  });
  try {
    const limits = { timeoutMs: Math.min(timeoutMs, deadlineMs), signal: deadline.signal };
    const done = (async () => run(limits))().catch(() => failed("provider_error"));
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

function log({ channel, id, environmentId }: OutgoingMessage, tried: Try, logger: Logger): void {
  const { provider, accountId, state, ms } = tried;
  const fields = {
    provider,
    ...(accountId !== null && { account_id: accountId }),
    channel,
    message_id: id,
    environment_id: environmentId,
    state,
    ms,
  };
  if (state === "accepted") logger.debug(fields, "message accepted");
  else logger.warn({ ...fields, reason: tried.reason }, "message not accepted");
}
