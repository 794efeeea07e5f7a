import { fail } from "@/lib/core/errors";
import { sameBytes, sha256 } from "@/lib/core/secrets";
import { noteKeyUse, resolveApiKey } from "@/lib/keys";
import { networkOf, take } from "@/lib/limits";
import type { Client, Deps, ResolvedKey, Scope } from "@/lib/ports";
import { authenticateAccessToken } from "@/lib/sessions";
import { checkKey } from "./check-key";
import { type Credentials, readCredentials } from "./credentials";
import { memberOfCookie } from "./member";

/** Who the operator is on an endpoint: nobody's environment. */
export type OperatorScope = { environment: null; actor: { type: "operator" }; client: Client | null };

/** What each kind of endpoint gets to know of who asks. Null: nobody said. */
export type Scopes = {
  public: null;
  "api-key": Scope;
  "secret-key": Scope;
  operator: OperatorScope;
  /** The scheduler that has the jobs run acts for the operator. */
  "cron-or-operator": OperatorScope;
  /** A secret key, a member by the dashboard's cookie in the environment they name, or the operator. */
  admin: Scope | OperatorScope;
  "secret-key-or-operator": Scope | OperatorScope;
  /** An access token; a key may come along and must fit. */
  user: Scope;
  /** An access token if there is one; a key may come along, or alone. */
  "user-optional": Scope | null;
  /** No access token: what proves the user is in the body. A key may come along. */
  "key-optional": Scope | null;
};

/** Who may call an endpoint. A token of one kind of principal is never accepted for another. */
export type Auth = keyof Scopes;

/** A request as far as it says who asks. */
export type Asked = {
  deps: Deps;
  client: Client;
  method: string;
  headers: Headers;
  /** The query, with its question mark. */
  search: string;
  /** Headers for the answer. */
  answer: Record<string, string>;
};

/**
 * Finds out who asks, by the endpoint's kind. 401 `missing_authorization` without a credential; 401 `invalid_api_key` or
 * `invalid_token` for one that is not good; 403 for a good one that may not be used here or from there.
 */
export const authenticators: { [Kind in Auth]: (asked: Asked) => Promise<Scopes[Kind]> } = {
  public: async () => null,
  "api-key": async (asked) => keyScope(asked, await requireKey(asked, readCredentials(asked.headers))),
  "secret-key": async (asked) => secretScope(asked, await requireKey(asked, readCredentials(asked.headers))),
  operator: async (asked) => {
    const { bearer, apiKey, authorization } = readCredentials(asked.headers);
    if (bearer === null && apiKey === null && !authorization) return fail("missing_authorization");
    if (isOperator(asked.deps, bearer)) return operatorScope(asked);
    return refuseCredential(asked, apiKey === null ? "invalid_token" : "forbidden");
  },
  "cron-or-operator": async (asked) => {
    const { bearer, apiKey, authorization } = readCredentials(asked.headers);
    if (bearer === null && apiKey === null && !authorization) return fail("missing_authorization");
    if (isOperator(asked.deps, bearer) || isSame(bearer, asked.deps.env.cronSecret)) return operatorScope(asked);
    return refuseCredential(asked, "invalid_token");
  },
  admin: async (asked) => {
    const credentials = readCredentials(asked.headers);
    if (isOperator(asked.deps, credentials.bearer)) return operatorScope(asked);
    // Who sends a key means the key: a cookie comes along by itself.
    const isBrowser = credentials.apiKey === null && !credentials.authorization;
    const member = isBrowser ? await memberOfCookie(asked, asked.answer) : null;
    return member ?? secretScope(asked, await requireKey(asked, credentials));
  },
  "secret-key-or-operator": async (asked) => {
    const credentials = readCredentials(asked.headers);
    if (isOperator(asked.deps, credentials.bearer)) return operatorScope(asked);
    return secretScope(asked, await requireKey(asked, credentials));
  },
  user: async (asked) => {
    const credentials = readCredentials(asked.headers);
    if (!credentials.authorization) return fail("missing_authorization");
    return userScope(asked, credentials, credentials.bearer ?? "");
  },
  "user-optional": async (asked) => {
    const credentials = readCredentials(asked.headers);
    if (credentials.bearer !== null) return userScope(asked, credentials, credentials.bearer);
    return optionalKey(asked, credentials);
  },
  "key-optional": async (asked) => optionalKey(asked, readCredentials(asked.headers)),
};

async function optionalKey(asked: Asked, { apiKey }: Credentials): Promise<Scope | null> {
  return apiKey === null ? null : keyScope(asked, await checkedKey(asked, apiKey));
}

async function requireKey(asked: Asked, { apiKey, authorization }: Credentials): Promise<ResolvedKey> {
  if (apiKey !== null) return checkedKey(asked, apiKey);
  return authorization ? refuseCredential(asked, "invalid_api_key") : fail("missing_authorization");
}

async function checkedKey(asked: Asked, apiKey: string): Promise<ResolvedKey> {
  const { deps, client, headers } = asked;
  const resolved = await resolveApiKey(deps, apiKey);
  if (resolved === null) return refuseCredential(asked, "invalid_api_key");
  checkKey(resolved, { client, origin: headers.get("origin"), now: deps.clock.now() });
  noteKeyUse(deps, resolved, client);
  return resolved;
}

/** Guessing keys is limited by network, and only guesses count: a good key never waits for bad ones. */
async function refuseCredential(
  { deps, client }: Asked,
  code: "invalid_api_key" | "invalid_token" | "forbidden",
): Promise<never> {
  await take(deps.limits, "keys.unknown", networkOf(client.ip));
  return fail(code);
}

function operatorScope({ client }: Asked): OperatorScope {
  return { environment: null, actor: { type: "operator" }, client };
}

function keyScope({ client }: Asked, { environment, key }: ResolvedKey): Scope {
  return { environment, actor: { type: "key", keyId: key.id, keyType: key.type, scopes: key.scopes }, client };
}

function secretScope(asked: Asked, resolved: ResolvedKey): Scope {
  if (resolved.key.type !== "secret") return fail("forbidden", { detail: "This endpoint takes a secret key" });
  return keyScope(asked, resolved);
}

async function userScope(asked: Asked, { apiKey }: Credentials, token: string): Promise<Scope> {
  const resolved = apiKey === null ? null : await checkedKey(asked, apiKey);
  const scope = await authenticateAccessToken(asked.deps, token, asked.client);
  if (resolved === null || scope.actor.type !== "user") return scope;
  if (resolved.environment.id !== scope.environment.id) return fail("invalid_token");
  return { ...scope, actor: { ...scope.actor, keyId: resolved.key.id } };
}

function isOperator(deps: Deps, bearer: string | null): boolean {
  return isSame(bearer, deps.env.operatorKey);
}

/** Compares hashes, so that neither the secret's length nor its bytes can be timed (ASVS 11.2.4). */
function isSame(bearer: string | null, secret: string | null): boolean {
  return bearer !== null && secret !== null && sameBytes(sha256(bearer), sha256(secret));
}
