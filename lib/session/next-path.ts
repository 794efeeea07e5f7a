/** Where proxy.ts tells pages which path was asked for; Next itself does not. */
export const PATH_HEADER = "x-ninepin-path";

const PLACES = ["/dashboard", "/start"] as const;
const LONGEST = 512;

/**
 * The path to go to after signing in, if it is one of ours that wants a member; else null. Only what comes out of the
 * URL parser is handed on, so that no spelling of another host gets through.
 */
export function allowedNext(path: string | null | undefined): string | null {
  if (!path?.startsWith("/") || path.length > LONGEST || !URL.canParse(path, "http://here.invalid")) return null;
  const url = new URL(path, "http://here.invalid");
  if (url.host !== "here.invalid") return null;
  const ours = PLACES.some((place) => url.pathname === place || url.pathname.startsWith(`${place}/`));
  return ours ? `${url.pathname}${url.search}` : null;
}
