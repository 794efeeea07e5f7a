import { z } from "zod";
import { sleep } from "@/lib/core/clock";
import { processEnv } from "@/lib/core/env";
import { fail, type NinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { onBehalfOf } from "@/lib/core/party";
import { getDeps } from "@/lib/deps";
import { limitRow, networkOf, take } from "@/lib/limits";
import type { Client, Deps } from "@/lib/ports";
import { type Auth, authenticators, type Scopes } from "./authenticate";
import { checkHost } from "./check-host";
import { checkScope } from "./check-scope";
import { readClient } from "./client";
import { allowOrigin, answerPreflight, isPreflight } from "./cors";
import type { Endpoint } from "./endpoint";
import { performOnce, readIdempotencyKey } from "./idempotency";
import { noteRefusal } from "./note-refusal";
import { parseInput, parseParams } from "./parse";
import { type Params, pathOf, patternOf, type RouteContext } from "./pattern";
import { problem, toNinepinError } from "./problem";
import { readAnyBody, readBody } from "./read-body";
import { readQuery, refuseCredentials, searchOf } from "./read-query";
import { record } from "./record";
import { reply } from "./reply";
import { newRequestId } from "./request-id";
import { securityHeaders } from "./security-headers";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Declarable = Exclude<Method, "HEAD" | "OPTIONS">;

/** One method of a route as Next and our server call it. It carries its declaration, if it has one. */
export type Handler = {
  (request: Request, context: RouteContext): Promise<Response>;
  endpoint?: Endpoint;
};

/** What the steps leave for those after them, even if one of them fails. */
type Step = { scope: Scopes[Auth]; answer: Record<string, string> };

const NO_QUERY = z.strictObject({});

/** How long an endpoint that can answer without deps waits for them. */
const PATIENCE_SECONDS = 0.25;

/**
 * All seven methods of a route from the declarations of some. What is not declared answers 405 with Allow, or 404 where
 * nothing is; HEAD is answered where GET is. Each request goes through the same steps in the same order: request id,
 * host, limit of the network, authentication, limits of the environment and of the endpoint, parsing, `run`, parsing of
 * the reply, one log line. Every error becomes a problem (RFC 9457).
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
    const step: Step = { scope: null, answer: {} };
    let deps: Deps | null = null;
    let error: NinepinError | null = null;
    let response: Response;
    const params = (await context?.params) ?? {};
    try {
      deps = await depsFor(endpoint);
      response = deps
        ? await perform(deps, endpoint, allow, { request, params, requestId, step })
        : replyWithoutDeps(endpoint, { requestId, appUrl: configuredAppUrl() });
    } catch (thrown) {
      error = toNinepinError(thrown);
      response = problem(error, { appUrl: deps?.env.appUrl ?? configuredAppUrl(), requestId });
    }
    for (const name in step.answer) response.headers.set(name, step.answer[name] ?? "");
    if (deps) {
      await answerOrigin(deps, request, response, step.scope, allow);
      const { scope } = step;
      const route = context?.pattern ?? patternOf(request.url, params);
      record(deps, { request, response, route, ms: performance.now() - startedAt, requestId, scope, error });
      if (error) {
        const client = readClient(request.headers, requestId);
        await noteRefusal(deps, { request, route, endpoint, client, scope, error }).catch((cause: unknown) =>
          deps?.log.error({ request_id: requestId }, "a refusal could not be noted", cause),
        );
      }
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

function replyWithoutDeps(endpoint: Endpoint | undefined, at: { requestId: string; appUrl: string }): Response {
  return endpoint?.withoutDeps ? reply(endpoint, endpoint.withoutDeps(), at) : fail("unavailable");
}

/** Says to a browser which page may read the answer. Whoever sends no Origin is no browser's page. */
async function answerOrigin(
  deps: Deps,
  { url, method, headers }: Request,
  response: Response,
  scope: Scopes[Auth],
  allow: readonly string[],
): Promise<void> {
  const origin = headers.get("origin");
  if (origin === null) return;
  // Not before it is needed: the first look at them makes Headers of what else is written as it is.
  const answer = response.headers;
  await allowOrigin(deps, answer, { origin, path: pathOf(url) }, scope);
  if (isPreflight(method, headers)) answerPreflight(answer, allow);
}

type Incoming = { request: Request; params: Params; requestId: string; step: Step };

async function perform(
  deps: Deps,
  endpoint: Endpoint | undefined,
  allow: readonly string[],
  { request, params, requestId, step }: Incoming,
): Promise<Response> {
  const { headers } = request;
  checkHost(request, deps.env);
  const client = readClient(headers, requestId);
  await take(deps.limits, "request.ip", networkOf(client.ip));
  const at = { requestId, appUrl: deps.env.appUrl };
  if (!endpoint) {
    if (allow.length === 0) fail("not_found");
    if (!isPreflight(request.method, headers)) fail("method_not_allowed", { allow });
    return new Response(null, { status: 204, headers: securityHeaders(at) });
  }
  const search = searchOf(request.url);
  refuseCredentials(search);
  const key = readIdempotencyKey(headers, endpoint.idempotent !== undefined);
  const asked = { deps, client, method: request.method, headers, search, answer: step.answer };
  const scope = await authenticators[endpoint.auth](asked);
  step.scope = scope;
  checkScope(endpoint.needs, scope?.actor);
  await takeOfScope(deps, endpoint, client, scope);
  const sent = await readSent(endpoint, request);
  const context = {
    deps,
    client,
    scope,
    params: endpoint.params ? parseParams(endpoint.params, params) : undefined,
    query: parseInput(endpoint.query ?? NO_QUERY, queryFor(scope, search)),
    body: endpoint.body ? parseInput(endpoint.body, sent) : undefined,
  };
  const { idempotent } = endpoint;
  // Connections to the database go round by turns: whoever asks too much waits behind themselves.
  return onBehalfOf(scope?.environment?.id ?? "", async () => {
    if (key === null || !idempotent) {
      return reply(endpoint, await endpoint.run({ ...context, resultId: uuidv7(deps.clock, deps.random) }), at);
    }
    const done = await performOnce(key, {
      ...context,
      method: request.method,
      path: pathOf(request.url),
      search,
      sent,
      run: (resultId) => endpoint.run({ ...context, resultId }),
      replay: (resultId, completed) => idempotent.replay({ ...context, resultId, completed }),
    });
    if (done.replayed) step.answer["idempotency-replayed"] = "true";
    return reply(endpoint, done.result, at);
  });
}

async function readSent(endpoint: Endpoint, request: Request): Promise<unknown> {
  if (!endpoint.body) return undefined;
  return endpoint.anyBody ? readAnyBody(request, endpoint.bodyBytes) : readBody(request);
}

/** The query for the endpoint. Which environment a member asks in has been read: to the endpoint it is as with a key. */
function queryFor(scope: Scopes[Auth], search: string): Record<string, string> {
  if (search === "") return {};
  const { environment_id: named, ...query } = readQuery(search);
  return named === undefined || scope?.actor.type === "member" ? query : { ...query, environment_id: named };
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
