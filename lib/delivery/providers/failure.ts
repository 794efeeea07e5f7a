import { z } from "zod";
import { oneLine } from "@/lib/core/one-line";
import type {
  OutgoingMessage,
  ProviderCheck,
  ProviderOutcome,
  ProviderTools,
  RejectReason,
  RetryReason,
} from "../channel";

/** How much of a provider's words is kept. */
const WORDS = 300;

/** No provider is waited for longer than a day, whatever it says. */
const LONGEST_WAIT_SECONDS = 86_400;

/** What is known of a failure: its class, what the vendor calls it and what it says. */
export type Failure = {
  reason: RetryReason | RejectReason;
  /** For logs: a status or the vendor's own number, never its words. */
  code?: string | number;
  words?: unknown;
  retryAfter?: unknown;
};

const FINAL: ReadonlySet<string> = new Set<RejectReason>([
  "address_not_sendable",
  "recipient_refused",
  "message_refused",
]);

function isFinal(reason: Failure["reason"]): reason is RejectReason {
  return FINAL.has(reason);
}

/** A failure as the outcome of a message. The log is told its class; the code is never repeated. */
export function outcomeOf(
  provider: string,
  failure: Failure,
  message: OutgoingMessage,
  tools: ProviderTools,
): ProviderOutcome {
  logFailure(provider, failure, tools);
  return refusal(failure, message);
}

function refusal({ reason, words, retryAfter }: Failure, message: OutgoingMessage): ProviderOutcome {
  const said = inWords(words, message.code);
  if (isFinal(reason)) return { state: "rejected", reason, permanent: true, ...said };
  return { state: "retry", reason, ...waitOf(retryAfter), ...said };
}

/** Says what class a failure is of, and what its vendor calls it. */
export function logFailure(provider: string, { reason, code }: Failure, { log }: ProviderTools): void {
  log.warn({ provider, reason, ...(code !== undefined && { vendor_code: code }) }, "a provider did not do it");
}

/** A failure as the answer of a check, where nothing was sent. */
export function checkOf(provider: string, failure: Failure, tools: ProviderTools): ProviderCheck {
  logFailure(provider, failure, tools);
  const { reason, words } = failure;
  return { ok: false, reason: isFinal(reason) ? "provider_error" : reason, ...inWords(words, undefined) };
}

/** A provider's own words, one line, without the code. */
function inWords(words: unknown, code: string | undefined): { detail?: string } {
  if (typeof words !== "string" || words === "") return {};
  return { detail: oneLine(code ? words.replaceAll(code, "…") : words, WORDS) };
}

/** `Retry-After` in seconds (RFC 9110, 10.2.3); a date in its place is not heeded. */
function waitOf(retryAfter: unknown): { retryAfterSeconds?: number } {
  const seconds = Math.ceil(Number(retryAfter));
  if (retryAfter === null || retryAfter === "" || !Number.isFinite(seconds) || seconds <= 0) return {};
  return { retryAfterSeconds: Math.min(seconds, LONGEST_WAIT_SECONDS) };
}

/**
 * What an HTTP status says by itself, where the vendor says nothing more exact. What it does not like about one request
 * may be that customer's name, language or number: the next provider is asked, and nobody takes this one for down.
 */
export function reasonOfStatus(status: number): RetryReason {
  if (status === 400 || status === 404 || status === 422) return "sender_refused";
  if (status === 401 || status === 403) return "authentication";
  if (status === 408) return "timeout";
  return status === 429 ? "temporary" : "provider_error";
}

const Thrown = z.object({ name: z.string().catch(""), code: z.string().catch(""), cause: z.unknown().optional() });

/** Where an exchange broke off, by what Node, its `fetch` or a library calls it. */
export function reasonOfError(error: unknown, depth = 0): RetryReason {
  const thrown = Thrown.safeParse(error);
  if (!thrown.success || depth > 3) return "provider_error";
  const { name, code, cause } = thrown.data;
  if (NO_TLS.test(code)) return "tls";
  // Before the name: AWS's SDK calls a reset connection a timeout.
  if (NO_CONNECTION.test(code)) return "connection";
  if (TIMED_OUT.test(code) || name === "AbortError" || name === "TimeoutError") return "timeout";
  return cause === undefined ? "provider_error" : reasonOfError(cause, depth + 1);
}

const TIMED_OUT = /^(ABORT_ERR|ERR_CANCELED|ECONNABORTED|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const NO_TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
const NO_CONNECTION =
  /^(ECONN(REFUSED|RESET)|ENOTFOUND|EAI_\w+|EPIPE|EHOSTUNREACH|ENETUNREACH|ERR_NETWORK|UND_ERR_SOCKET)$/;

/** The end of a single wait: the provider's own deadline, or that of all its waits. */
export function endOfWait({ signal, timeoutMs }: ProviderTools): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}
