/** Which hosts serve what: `API_HOSTS` and `APP_HOSTS`. An empty list means every host. */
export type Hosts = { apiHosts: readonly string[]; appHosts: readonly string[] };

/** Whether a Host header names one of the hosts, with or without its port. Every one does where none is listed. */
export function isServedOn(host: string | null | undefined, hosts: readonly string[]): boolean {
  if (hosts.length === 0) return true;
  const full = (host ?? "").toLowerCase();
  const name = full.replace(/:\d+$/, "");
  return hosts.some((served) => served.toLowerCase() === full || served.toLowerCase() === name);
}

/**
 * The path that is meant on that host. Where a host serves the API and not the dashboard, `/api` may be left out:
 * `/auth/me` there is `/api/auth/me`.
 */
export function pathOnHost(path: string, host: string | null | undefined, { apiHosts, appHosts }: Hosts): string {
  const apiAlone =
    apiHosts.length > 0 && isServedOn(host, apiHosts) && appHosts.length > 0 && !isServedOn(host, appHosts);
  return apiAlone && !isApiPath(path) ? `/api${path}` : path;
}

/** Whether a path is the API's: the rest is Next's. */
export function isApiPath(path: string): boolean {
  return /^\/api(?:[/?]|$)|^\/e\/[^/?]+\/\.well-known\//.test(path);
}
