import type { Api } from "./tenants";

/** The API of a server process, asked over HTTP. The address that a client has is then its own. */
export function overHttp(url: string): Api {
  return { ask: (path, { ip: _ip, ...init } = {}) => fetch(url + path, init) };
}
