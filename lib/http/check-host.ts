import type { Env } from "@/lib/core/env";
import { fail } from "@/lib/core/errors";
import { isServedOn } from "./hosts";
import { pathOf } from "./pattern";

/** What is found at addresses that we make from `APP_URL`: an issuer's keys, and where vendors and webhooks call us. */
const AT_APP_URL = /^\/(?:e|api\/hooks)\//;

/**
 * Answers 404 where the request came to a host that does not serve the API (`API_HOSTS`). Unset, every host does. Reads
 * the Host header alone: a forwarded one is a claim.
 */
export function checkHost({ headers, url }: Request, { apiHosts, appUrl }: Pick<Env, "apiHosts" | "appUrl">): void {
  const host = headers.get("host");
  if (isServedOn(host, apiHosts)) return;
  if (AT_APP_URL.test(pathOf(url)) && isServedOn(host, [new URL(appUrl).host])) return;
  fail("not_found");
}
