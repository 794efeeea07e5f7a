import type { NinepinError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { Scope } from "@/lib/ports";
import type { OperatorScope } from "./authenticate";

/** One answered request: what the log line holds, and what latencies are counted from. No body, no address. */
export type Answered = {
  method: string;
  route: string;
  status: number;
  ms: number;
  requestId: string;
  scope: Scope | OperatorScope | null;
  error: NinepinError | null;
};

/**
 * Writes the one line of a request. An error of ours is told by its code; what stands behind a 5xx is logged as well,
 * and only there.
 */
export function record(log: Logger, answered: Answered): void {
  const { scope, error } = answered;
  const fields = {
    method: answered.method,
    route: answered.route,
    status: answered.status,
    ms: Math.round(answered.ms * 1000) / 1000,
    request_id: answered.requestId,
    environment_id: scope?.environment?.id,
    key_id: keyOf(scope),
    code: error?.code,
  };
  if (error === null || answered.status < 500) log.info(fields, "request");
  else log.error(fields, "request", error.options.cause ?? error);
}

function keyOf(scope: Scope | OperatorScope | null): string | undefined {
  if (scope?.actor.type === "key") return scope.actor.keyId;
  if (scope?.actor.type === "user") return scope.actor.keyId ?? undefined;
  return undefined;
}
