import { isApiPath } from "./hosts";

/** The parts of Node's request that its first line and its Host become. */
export type RequestLine = { method?: string; url?: string; rawHeaders: readonly string[] };

/** What pages know. Next answers some others with a page and some with a 500. */
const PAGE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes the request's target a path, and says with which status a request is refused that is neither the API's nor a
 * page's to answer: 400 for a target that is no path and for several Hosts (RFC 9112 3.2), and for a page whose path
 * cannot be decoded; 405 for a page asked with a method that only the API has an answer to. Where Next serves the API,
 * that is a page to it. `onHost` says which path is meant on the host that was asked.
 */
export function refuseRequestLine(
  request: RequestLine,
  nextServesApi = false,
  onHost: (path: string) => string = (asked) => asked,
): 400 | 405 | null {
  const target = request.url ?? "";
  // A proxy may send the whole URL (RFC 9112 3.2.2). Its host is one more claim: the Host header counts.
  const path = target.replace(/^https?:\/\/[^/?#]*(?=[/?]|$)/i, "");
  request.url = path.startsWith("?") || path === "" ? `/${path}` : path;
  if (!request.url.startsWith("/") || countHosts(request.rawHeaders) > 1) return 400;
  request.url = onHost(request.url);
  if (!nextServesApi && isApiPath(request.url)) return null;
  if (!isDecodable(request.url)) return 400;
  return PAGE_METHODS.has(request.method ?? "") ? null : 405;
}

/** Whether every escape of a path is one, of text in UTF-8 (RFC 3986, 2.5). Next answers others with a 500. */
function isDecodable(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === "host") count += 1;
  return count;
}
