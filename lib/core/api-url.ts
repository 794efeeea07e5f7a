import type { Env } from "./env";

/**
 * The origin at which apps call the API: `APP_URL`, or, where its host is none of `API_HOSTS`, the first of these.
 */
export function apiUrlOf({ appUrl, apiHosts }: Pick<Env, "appUrl" | "apiHosts">): string {
  const url = new URL(appUrl);
  const served = apiHosts.map((host) => host.toLowerCase());
  const [first] = served;
  if (first === undefined || served.includes(url.host) || served.includes(url.hostname)) return appUrl;
  // Without a port of its own it is at the same one.
  url.host = first;
  return url.origin;
}
