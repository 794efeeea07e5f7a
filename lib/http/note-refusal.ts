import { parse } from "hono/utils/cookie";
import { z } from "zod";
import { tellOfLimit } from "@/lib/audit";
import type { Refusal } from "@/lib/audit/refusals";
import type { ErrorCode, NinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { actorName } from "@/lib/environments/acting";
import { hintOf, looksLikeKey } from "@/lib/keys/key-text";
import { networkOf } from "@/lib/limits";
import type { Client, Deps } from "@/lib/ports";
import { cookieName } from "@/lib/session/cookie-name";
import { decodeMemberToken } from "@/lib/session/member-token";
import { openRefreshToken } from "@/lib/tokens";
import type { Scopes } from "./authenticate";
import { readCredentials } from "./credentials";
import type { Endpoint } from "./endpoint";
import { keptBody } from "./kept-body";
import { searchOf } from "./read-query";

/** A request that ended in an error of ours. */
export type Refused = {
  request: Request;
  route: string;
  endpoint: Endpoint | undefined;
  client: Client;
  scope: Scopes[keyof Scopes];
  error: NinepinError;
};

/** Codes that say: who you claim to be is not good, or not from there. */
const AUTHENTICATION: ReadonlySet<ErrorCode> = new Set([
  "invalid_api_key",
  "invalid_token",
  "ip_not_allowed",
  "origin_not_allowed",
  "customer_suspended",
  "csrf_failed",
]);

/**
 * Notes a failed authentication, a guess that was turned away, or an attempt at what is somebody else's, for the audit
 * log: who (as far as is known), from where, by which request, why. In memory: the request waits for nothing. What the
 * domain has recorded itself is not noted twice.
 */
export async function noteRefusal(deps: Deps, refused: Refused): Promise<void> {
  const { limit } = refused.error.options;
  if (limit && refused.scope?.environment) tellOfLimit(deps, refused.scope.environment.id, limit);
  const what = kindOf(refused);
  if (what === null || refused.error.options.recorded) return;
  const at = deps.clock.now();
  const { client, scope, route, request } = refused;
  deps.refusals.note(at, {
    ...NOBODY,
    ...what,
    endpoint: `${request.method} ${route}`,
    client,
    network: networkOf(client.ip),
    ...(scope?.environment
      ? { environmentId: scope.environment.id, actor: actorName(scope) }
      : await whoClaims(deps, refused, at)),
  });
  // Where no process goes on by itself, it is written after the answer.
  if (deps.env.vercel) deps.nudge();
}

const NOBODY = {
  environmentId: null,
  actor: null,
  keyHash: null,
  keyHint: null,
  claimedEnvironmentId: null,
  memberSessionId: null,
  fields: null,
};

function kindOf({
  error,
  scope,
  endpoint,
  route,
  request,
}: Refused): Pick<Refusal, "type" | "reason" | "fields"> | null {
  const { code, options } = error;
  const reason = code;
  const fields = null;
  if (AUTHENTICATION.has(code)) return { type: "auth.refused", reason, fields };
  if (code === "forbidden") return { type: scope === null ? "auth.refused" : "request.refused", reason, fields };
  if (code === "invalid_otp" || code === "locked")
    return { type: "otp.refused", reason: String(options.extra?.reason ?? code), fields };
  if (code === "rate_limited" && /^\/api\/(?!admin\/).*verify(-otp)?$/.test(route))
    return { type: "otp.refused", reason, fields };
  if (scope === null || endpoint === undefined) return null;
  const named = endpoint.params !== undefined || searchOf(request.url).includes("environment_id=");
  if (code === "not_found" && endpoint.auth === "admin" && named) return { type: "request.refused", reason, fields };
  if (code !== "invalid_request") return null;
  const wrong = options.fields ?? [];
  if (wrong.some(({ kind }) => kind === "foreign_cursor"))
    return { type: "request.refused", reason: "foreign_cursor", fields };
  const unknown = wrong
    .filter(({ kind }) => kind === "unknown_field")
    .map(({ path }) => path.replace(/[^\w.-]/g, "?").slice(0, 40));
  return unknown.length === 0
    ? null
    : { type: "request.refused", reason: "unknown_field", fields: unknown.slice(0, 5) };
}

/** What a request says of itself that was not let in: a key, a token, a refresh token, a member's cookie. */
async function whoClaims(deps: Deps, { request, error }: Refused, at: Date): Promise<Partial<Refusal>> {
  const { headers } = request;
  const { apiKey, bearer } = readCredentials(headers);
  if (apiKey) return looksLikeKey(apiKey) ? { keyHash: sha256(apiKey), keyHint: hintOf(apiKey) } : {};
  if (bearer !== null) return claimsOf(bearer, at, error);
  const refresh = RefreshBody.safeParse(keptBody(request));
  if (refresh.success) {
    const claims = openRefreshToken(deps.keyring, refresh.data.refresh_token);
    return { claimedEnvironmentId: claims?.environmentId ?? null };
  }
  const cookie = parse(headers.get("cookie") ?? "")[cookieName(deps.env, "member")];
  if (!cookie) return {};
  const token = await decodeMemberToken(deps.keyring, cookie);
  return { memberSessionId: token?.sid ?? null, claimedEnvironmentId: null };
}

const RefreshBody = z.object({ refresh_token: z.string() });
const Claims = z.object({ iss: z.string(), exp: z.number().optional() });
const ISSUER = /\/e\/([0-9a-f-]{36})$/;

/** What a token says of itself, whoever made it. */
function claimsOf(token: string, at: Date, error: NinepinError): Partial<Refusal> {
  const payload = token.split(".")[1];
  if (payload === undefined || token.length > 8_192) return {};
  try {
    const { iss, exp } = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    const id = ISSUER.exec(iss)?.[1] ?? "";
    const isOver = error.code === "invalid_token" && exp !== undefined && exp * 1000 <= at.getTime();
    return { claimedEnvironmentId: isUuid(id) ? id : null, ...(isOver && { reason: "expired" }) };
  } catch {
    return {};
  }
}
