import { fail } from "@/lib/core/errors";

/**
 * Answers 404 where the request came to a host that does not serve the API (`API_HOSTS`). Unset, every host does. Reads
 * the Host header alone: a forwarded one is a claim.
 */
export function checkHost(headers: Headers, apiHosts: readonly string[]): void {
  if (apiHosts.length === 0) return;
  const host = (headers.get("host") ?? "").toLowerCase();
  const name = host.replace(/:\d+$/, "");
  if (!apiHosts.some((served) => served.toLowerCase() === host || served.toLowerCase() === name)) fail("not_found");
}
