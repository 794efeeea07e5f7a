import type { NinepinError } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import type { OperatorScope } from "./authenticate";
import { keptBody } from "./kept-body";
import { pathOf } from "./pattern";
import { searchOf } from "./read-query";

/** One answered request: what the log line and telemetry are made from. */
export type Answered = {
  request: Request;
  response: Response;
  /** The pattern of the route. */
  route: string;
  ms: number;
  requestId: string;
  scope: Scope | OperatorScope | null;
  error: NinepinError | null;
};

type RecordDeps = Pick<Deps, "clock" | "log" | "telemetry">;

/**
 * Writes the one line of a request, without body or address. An error of ours is told by its code; what stands behind a
 * 5xx is logged as well, and only there. A request of an environment is noted as its telemetry, in memory.
 */
export function record(deps: RecordDeps, answered: Answered): void {
  const { request, response, scope, error } = answered;
  const fields = {
    method: request.method,
    route: answered.route,
    status: response.status,
    ms: Math.round(answered.ms * 1000) / 1000,
    request_id: answered.requestId,
    environment_id: scope?.environment?.id,
    key_id: keyOf(scope),
    code: error?.code,
  };
  if (error === null || response.status < 500) deps.log.info(fields, "request");
  else deps.log.error(fields, "request", error.options.cause ?? error);
  if (scope?.environment) note(deps, answered, scope.environment.id);
}

function note(deps: RecordDeps, answered: Answered, environmentId: string): void {
  const { request, response, scope, error } = answered;
  const search = searchOf(request.url);
  const query = search === "" ? undefined : Object.fromEntries(new URLSearchParams(search));
  const body = keptBody(request);
  deps.telemetry.note({
    environmentId,
    requestId: answered.requestId,
    at: deps.clock.now(),
    method: request.method,
    route: answered.route,
    path: pathOf(request.url),
    status: response.status,
    ms: answered.ms,
    error: error?.code ?? null,
    actor: actorOf(scope),
    ip: scope?.client?.ip ?? null,
    userAgent: scope?.client?.userAgent ?? null,
    request: query === undefined && body === undefined ? undefined : { query, body },
    response: keptBody(response),
  });
}

/** The key that asked, or what kind of actor it was. */
function actorOf(scope: Answered["scope"]): string {
  const key = scope?.actor.type === "key" ? scope.actor.keyId : undefined;
  return key === undefined ? (scope?.actor.type ?? "nobody") : `key:${key}`;
}

function keyOf(scope: Scope | OperatorScope | null): string | undefined {
  if (scope?.actor.type === "key") return scope.actor.keyId;
  if (scope?.actor.type === "user") return scope.actor.keyId ?? undefined;
  return undefined;
}
