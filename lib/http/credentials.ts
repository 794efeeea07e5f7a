/** What a request brought to say who it is. Nothing here has been checked yet. */
export type Credentials = {
  /** An API key, from X-API-Key or, known by its prefix, from Authorization. */
  apiKey: string | null;
  /** What else came as a bearer token: a user's access token or the operator's key. */
  bearer: string | null;
  /** Whether there was an Authorization header at all, readable or not. */
  authorization: boolean;
};

const BEARER = /^Bearer +(\S+)$/i;
const API_KEY_PREFIX = /^np_(?:test|live)_/;

/**
 * Reads the credentials of a request (RFC 6750 section 2.1, and X-API-Key). A header that cannot be read is as good as a
 * wrong credential; two different keys are none at all.
 */
export function readCredentials(headers: Headers): Credentials {
  const header = headers.get("x-api-key");
  const authorization = headers.get("authorization");
  const token = authorization === null ? null : (BEARER.exec(authorization)?.[1] ?? null);
  const isKey = token !== null && API_KEY_PREFIX.test(token);
  const agree = header === null || !isKey || header === token;
  return {
    apiKey: agree ? (header ?? (isKey ? token : null)) : "",
    bearer: isKey ? null : token,
    authorization: authorization !== null && authorization !== "",
  };
}
