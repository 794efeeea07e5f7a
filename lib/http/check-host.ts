import { fail } from "@/lib/core/errors";
import { isServedOn } from "./hosts";

/**
 * Answers 404 where the request came to a host that does not serve the API (`API_HOSTS`). Unset, every host does. Reads
 * the Host header alone: a forwarded one is a claim.
 */
export function checkHost(headers: Headers, apiHosts: readonly string[]): void {
  if (!isServedOn(headers.get("host"), apiHosts)) fail("not_found");
}
