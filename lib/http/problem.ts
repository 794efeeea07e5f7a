import { ERRORS, type FailOptions, isNinepinError, type LimitState, NinepinError } from "@/lib/core/errors";
import { keepBody } from "./kept-body";
import { quotaHeaders } from "./quota-headers";
import { securityHeaders } from "./security-headers";
import { isUnreachable } from "./unreachable";

/** Every thrown value as one of our errors: a lost database is `unavailable`, anything else unknown is `internal`. */
export function toNinepinError(thrown: unknown): NinepinError {
  if (isNinepinError(thrown)) return thrown;
  if (isUnreachable(thrown)) return new NinepinError("unavailable", { retryAfterSeconds: 1, cause: thrown });
  return new NinepinError("internal", { cause: thrown });
}

/**
 * The answer to an error: RFC 9457 `application/problem+json`. `type` is the address of the code's page; what caused it
 * is for the log alone. 401 carries WWW-Authenticate (RFC 9110 11.6.1), 405 Allow, 429, 503 and a passing 409
 * Retry-After, 429 RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), a quota X-Quota-*.
 */
export function problem(error: NinepinError, at: { appUrl: string; requestId: string }): Response {
  const { status, title, detail } = ERRORS[error.code];
  const { options } = error;
  const body = {
    type: `${at.appUrl}/docs/errors/${error.code}`,
    title,
    status,
    detail: options.detail ?? detail,
    code: error.code,
    request_id: at.requestId,
    errors: options.fields?.map(({ path, message }) => ({ path, message })),
    ...options.extra,
  };
  const headers = {
    ...securityHeaders(at),
    "content-type": "application/problem+json",
    ...ofStatus(error.code, status, options),
  };
  return keepBody(new Response(JSON.stringify(body), { status, headers }), body);
}

function ofStatus(code: string, status: number, options: FailOptions): Record<string, string> {
  if (status === 401)
    return { "www-authenticate": code === "invalid_token" ? 'Bearer error="invalid_token"' : "Bearer" };
  if (status === 405) return { allow: (options.allow ?? []).join(", ") };
  // A 409 only where trying again will help.
  if (status === 409 && options.retryAfterSeconds === undefined) return {};
  if (status === 503 || status === 409) return { "retry-after": String(wholeSeconds(options.retryAfterSeconds)) };
  if (status === 429) return limitHeaders(code, wholeSeconds(options.retryAfterSeconds), options.limit);
  return {};
}

/** Retry-After as RFC 9110 10.2.3 has it: whole seconds, and never "at once". */
function wholeSeconds(seconds = 1): number {
  return Math.max(1, Math.ceil(seconds));
}

function limitHeaders(code: string, retryAfter: number, limit: LimitState | undefined): Record<string, string> {
  const state = limit ?? { name: code, limit: 1, windowSeconds: retryAfter, remaining: 0, resetSeconds: retryAfter };
  const reset = wholeSeconds(state.resetSeconds);
  return {
    "retry-after": String(retryAfter),
    ratelimit: `"${state.name}";r=${state.remaining};t=${reset}`,
    "ratelimit-policy": `"${state.name}";q=${state.limit};w=${wholeSeconds(state.windowSeconds)}`,
    ...(code === "quota_exceeded" && quotaHeaders(state)),
  };
}
