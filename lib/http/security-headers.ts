/**
 * What every answer of the API says: its request's id; keep nothing (ASVS 14.2.2: answers carry tokens); take the type
 * as it is; tell nobody where the reader came from.
 */
export function securityHeaders(requestId: string): Record<string, string> {
  return {
    "x-request-id": requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
}
