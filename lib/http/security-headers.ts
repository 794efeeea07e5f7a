/** Two years on this host and below it (RFC 6797; ASVS 3.4.1 asks for one). */
const HSTS = "max-age=63072000; includeSubDomains";

/** Keeps browsers on https, where `APP_URL` is: a self-hosted installation on a loopback address has no certificate. */
export function transportSecurity(appUrl: string): Record<string, string> {
  return appUrl.startsWith("https://") ? { "strict-transport-security": HSTS } : {};
}

/**
 * What every answer of the API says: its request's id; keep nothing (ASVS 14.2.2: answers carry tokens); take the type
 * as it is; tell nobody where the reader came from; what is said to one origin is not what is said to another.
 */
export function securityHeaders({ requestId, appUrl }: { requestId: string; appUrl: string }): Record<string, string> {
  return {
    "x-request-id": requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    vary: "Origin",
    ...transportSecurity(appUrl),
  };
}
