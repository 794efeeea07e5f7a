/** Where a request to the outside came to its end. */
export type EgressStep = "address" | "resolve" | "connect" | "tls" | "response";

/** Why it did. `blocked`: it may not go there at all. `message` is for whoever entered the URL. */
export type EgressFailure = {
  step: EgressStep;
  reason: "url" | "blocked" | "dns" | "connection" | "tls" | "timeout" | "protocol" | "cancelled";
  message: string;
};

/** Carries a failure through what awaits. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly failure: EgressFailure;

  constructor(step: EgressStep, reason: EgressFailure["reason"], message: string) {
    super(message);
    this.failure = { step, reason, message };
  }
}
