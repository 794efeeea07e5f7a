import type { Socket } from "node:net";
import type { Env } from "@/lib/core/env";
import { openSocket, secureSocket } from "./connect";
import {
  type Destination,
  type EgressRules,
  type HostDestination,
  readDestination,
  refuseAddress,
  refuseHost,
  refuseHostAddress,
} from "./destination";
import { type EgressReply, type EgressRequest, exchange } from "./exchange";
import { EgressError, type EgressFailure, type EgressStep } from "./refusal";
import { createOwnResolve, createResolve, type Resolve } from "./resolve";

/** The one way in which URLs that customers entered are reached. */
export type Egress = {
  /**
   * Whether a URL may be entered: null, or why not. A name that nobody can resolve now may be; one with an address that
   * is not public may not.
   */
  check(url: string, environmentId: string): Promise<EgressFailure | null>;
  /** Sends one request. Every address of the host is checked, then one of exactly these is connected to. Never throws. */
  send(sending: EgressSending, signal?: AbortSignal): Promise<EgressOutcome>;
  /**
   * Opens a plain connection to where a customer's mail is handed in. Every address of the host is checked, then one of
   * exactly these is connected to. Throws an `EgressError` where it could not be opened, or may not be.
   */
  connect(target: HostDestination, signal?: AbortSignal): Promise<Socket>;
};

export type EgressSending = { url: string; environmentId: string } & Omit<EgressRequest, "method">;

/** Each step of the way with its time, up to the last that was reached. */
export type EgressOutcome = {
  steps: { step: EgressStep; ms: number }[];
  durationMs: number;
} & ({ reply: EgressReply; failure: null } | { reply: null; failure: EgressFailure });

/** How long each step may take, and everything together (Standard Webhooks: 15 to 30 s). */
const LIMITS = { resolveMs: 4_000, connectMs: 5_000, totalMs: 15_000 };

type EgressEnv = Pick<Env, "egressAllow" | "dnsServers" | "appUrl">;

/** The egress of this configuration. */
export function createEgress(
  { egressAllow, dnsServers, appUrl }: EgressEnv,
  changed: Partial<typeof LIMITS> = {},
): Egress {
  const limits = { ...LIMITS, ...changed };
  const rules: EgressRules = { allow: egressAllow, appUrl };
  const resolve = createResolve(dnsServers, limits.resolveMs);
  // Our own receivers are where this machine finds itself.
  const resolveOwn = createOwnResolve(limits.resolveMs);
  const addressesOf: Resolving = async (destination) => {
    const addresses = await (destination.echo ? resolveOwn : resolve)(destination.host, destination.environmentId);
    for (const address of addresses) refuseAddress(address, destination, rules);
    return addresses;
  };

  return {
    async check(url, environmentId) {
      try {
        await addressesOf(readDestination(url, environmentId, rules));
        return null;
      } catch (error) {
        const failure = failureOf(error);
        return failure.reason === "dns" ? null : failure;
      }
    },
    send: (sending, signal) => send(sending, { rules, addressesOf, limits, signal }),
    async connect(target, signal) {
      const deadline = startDeadline(limits.resolveMs + limits.connectMs, signal);
      try {
        refuseHost(target, rules);
        const addresses = await deadline.during(resolve(target.host, target.environmentId));
        for (const address of addresses) refuseHostAddress(address, target, rules);
        const patience = { timeoutMs: limits.connectMs, signal: deadline.signal };
        return await openSocket(target, addresses, patience);
      } finally {
        deadline.end();
      }
    },
  };
}

type Sending = {
  rules: EgressRules;
  addressesOf: Resolving;
  limits: typeof LIMITS;
  signal: AbortSignal | undefined;
};

type Resolving = (destination: Destination) => ReturnType<Resolve>;

async function send(
  { url, environmentId, headers, body }: EgressSending,
  { rules, addressesOf, limits, signal }: Sending,
): Promise<EgressOutcome> {
  const started = performance.now();
  const steps: EgressOutcome["steps"] = [];
  let since = started;
  const done = (step: EgressStep) => {
    const now = performance.now();
    steps.push({ step, ms: Math.round(now - since) });
    since = now;
  };
  const deadline = startDeadline(limits.totalMs, signal);
  try {
    const destination = readDestination(url, environmentId, rules);
    const addresses = await deadline.during(addressesOf(destination));
    done("resolve");
    const plain = await openSocket(destination, addresses, { timeoutMs: limits.connectMs, signal: deadline.signal });
    // Whatever happens from here on, the connection ends with us.
    deadline.owns(plain);
    done("connect");
    const socket =
      destination.url.protocol === "https:"
        ? await deadline.during(secureSocket(plain, destination.host)).finally(() => done("tls"))
        : plain;
    const reply = await exchange(socket, destination, { method: "POST", headers, body }, deadline.signal);
    done("response");
    return { reply, failure: null, steps, durationMs: Math.round(performance.now() - started) };
  } catch (error) {
    return { reply: null, failure: failureOf(error), steps, durationMs: Math.round(performance.now() - started) };
  } finally {
    deadline.end();
  }
}

/** The time that a sending has, and whoever else may end it. */
function startDeadline(totalMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const owned: { destroy(): void }[] = [];
  const late = () => controller.abort(new EgressError("response", "timeout", `Timed out after ${totalMs / 1000} s`));
  const cancel = () => controller.abort(new EgressError("response", "cancelled", "Cancelled"));
  const timer = setTimeout(late, totalMs);
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  const over = new Promise<never>((_, reject) => {
    const end = () => reject(controller.signal.reason);
    if (controller.signal.aborted) end();
    else controller.signal.addEventListener("abort", end);
  });
  over.catch(() => {});
  return {
    signal: controller.signal,
    during: <T>(work: Promise<T>): Promise<T> => Promise.race([work, over]),
    owns: (connection: { destroy(): void }) => owned.push(connection),
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      for (const connection of owned) connection.destroy();
    },
  };
}

function failureOf(error: unknown): EgressFailure {
  if (error instanceof EgressError) return error.failure;
  return { step: "response", reason: "protocol", message: "The request could not be made" };
}
