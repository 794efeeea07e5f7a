import { z } from "zod";
import { sleep } from "@/lib/core/clock";
import { processEnv } from "@/lib/core/env";
import { fail, type NinepinError } from "@/lib/core/errors";
import { getDeps } from "@/lib/deps";
import { limitRow, networkOf, take } from "@/lib/limits";
import type { Client, Deps } from "@/lib/ports";
import { type Auth, authenticators, type Scopes } from "./authenticate";
import { checkHost } from "./check-host";
import { readClient } from "./client";
import type { Endpoint } from "./endpoint";
import { parseInput, parseParams } from "./parse";
import { type Params, patternOf, type RouteContext } from "./pattern";
import { problem, toNinepinError } from "./problem";
import { readBody } from "./read-body";
import { readQuery, refuseCredentials, searchOf } from "./read-query";
import { record } from "./record";
import { refuseIdempotencyKey } from "./refuse-idempotency-key";
import { reply } from "./reply";
import { newRequestId } from "./request-id";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Declarable = Exclude<Method, "HEAD" | "OPTIONS">;

/** One method of a route as Next and our server call it. It carries its declaration, if it has one. */
export type Handler = {
  (request: Request, context: RouteContext): Promise<Response>;
  endpoint?: Endpoint;
};

type Step = { scope: Scopes[Auth] };

const NO_QUERY = z.strictObject({});

/** How long an endpoint that can answer without deps waits for them. */
const PATIENCE_SECONDS = 0.25;

/**
 * All seven methods of a route from the declarations of some. What is not declared answers 405 with Allow, or 404 where
 * nothing is; HEAD is answered where GET is. Each request goes through the same steps in the same order: request id, host, limit of the
 * network, authentication, limits of the environment and of the endpoint, parsing, `run`, parsing of the reply, one log
 * line. Every error becomes a problem (RFC 9457).
 */
export function route(declared: { readonly [M in Declarable]?: Endpoint }): Record<Method, Handler> {
  const allow = METHODS.filter((method) =>
    method === "HEAD" ? declared.GET : method !== "OPTIONS" && declared[method],
  );
  const get = declared.GET;
  return {
    GET: handler(get, allow),
    HEAD: handler(get, allow),
    POST: handler(declared.POST, allow),
    PUT: handler(declared.PUT, allow),
    PATCH: handler(declared.PATCH, allow),
    DELETE: handler(declared.DELETE, allow),
    OPTIONS: handler(undefined, allow),
  };
}

function handler(endpoint: Endpoint | undefined, allow: readonly string[]): Handler {
  const handle: Handler = async (request, context) => {
    const startedAt = performance.now();
    const requestId = newRequestId();
    const step: Step = { scope: null };
    let deps: Deps | null = null;
    let error: NinepinError | null = null;
    let response: Response;
    const params = (await context?.params) ?? {};
    try {
      deps = await depsFor(endpoint);
      response = deps
        ? await perform(deps, endpoint, allow, { request, params, requestId, step })
        : replyWithoutDeps(endpoint, requestId);
    } catch (thrown) {
      error = toNinepinError(thrown);
      response = problem(error, { appUrl: deps?.env.appUrl ?? configuredAppUrl(), requestId });
    }
    if (deps) {
      record(deps.log, {
        method: request.method,
        route: context?.pattern ?? patternOf(request.url, params),
        status: response.status,
        ms: performance.now() - startedAt,
        requestId,
        scope: step.scope,
        error,
      });
    }
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
  if (endpoint) handle.endpoint = endpoint;
  return handle;
}

/** Where the pages of the errors are, asked of the configuration itself. None where that is what is wrong. */
function configuredAppUrl(): string {
  try {
    return processEnv().appUrl;
  } catch {
    return "";
  }
}

/** The deps of this process; null where there are none yet and the endpoint answers without them. */
async function depsFor(endpoint: Endpoint | undefined): Promise<Deps | null> {
  if (!endpoint?.withoutDeps) return getDeps();
  const late = sleep(PATIENCE_SECONDS).then(() => null);
  return Promise.race([getDeps().catch(() => null), late]);
}

function replyWithoutDeps(endpoint: Endpoint | undefined, requestId: string): Response {
  return endpoint?.withoutDeps ? reply(endpoint, endpoint.withoutDeps(), requestId) : fail("unavailable");
}

type Incoming = { request: Request; params: Params; requestId: string; step: Step };

async function perform(
  deps: Deps,
  endpoint: Endpoint | undefined,
  allow: readonly string[],
  { request, params, requestId, step }: Incoming,
): Promise<Response> {
  const { headers } = request;
  checkHost(headers, deps.env.apiHosts);
  const client = readClient(headers, requestId);
  await take(deps.limits, "request.ip", networkOf(client.ip));
  if (!endpoint) return allow.length === 0 ? fail("not_found") : fail("method_not_allowed", { allow });
  const search = searchOf(request.url);
  refuseCredentials(search);
  refuseIdempotencyKey(headers);
  const scope = await authenticators[endpoint.auth]({ deps, client, headers });
  step.scope = scope;
  await takeOfScope(deps, endpoint, client, scope);
  const result = await endpoint.run({
    deps,
    client,
    scope,
    params: endpoint.params ? parseParams(endpoint.params, params) : undefined,
    query: parseInput(endpoint.query ?? NO_QUERY, search === "" ? {} : readQuery(search)),
    body: endpoint.body ? parseInput(endpoint.body, await readBody(request)) : undefined,
  });
  return reply(endpoint, result, requestId);
}

async function takeOfScope(deps: Deps, endpoint: Endpoint, client: Client, scope: Scopes[Auth]): Promise<void> {
  const environmentId = scope?.environment?.id ?? "none";
  if (scope?.environment) await take(deps.limits, "request.environment", environmentId);
  if (!endpoint.limit) return;
  const row = limitRow(endpoint.limit);
  if (row.publishableOnly && (scope?.actor.type !== "key" || scope.actor.keyType !== "publishable")) return;
  const key = row.by === "environment" ? environmentId : `${environmentId}/${networkOf(client.ip)}`;
  await take(deps.limits, endpoint.limit, key);
}
