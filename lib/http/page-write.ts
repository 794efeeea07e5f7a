const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change something by a page's cookie: it only reads, or it comes from a page of ours, by its
 * `Origin`: that of `APP_URL`, or of the very host it was sent to. Every browser sends one with whatever is no read, and
 * another site cannot choose it. Next asks the same of actions, but lets those without one pass.
 */
export function isOwnWrite(method: string, headers: Headers, appUrl: string): boolean {
  if (READING.has(method)) return true;
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  return origin === appUrl || new URL(origin).host === headers.get("host");
}
