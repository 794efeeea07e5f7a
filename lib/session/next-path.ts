import type { Route } from "next";

/** Where proxy.ts tells pages which path was asked for; Next itself does not. */
export const PATH_HEADER = "x-ninepin-path";

const PLACES = ["/dashboard", "/start"] as const;
const LONGEST = 512;
const NOWHERE = "http://here.invalid";

/**
 * The path to go to after signing in, if it is one of ours that wants a member; else null. Only what comes out of the
 * URL parser is handed on, so that no spelling of another host gets through.
 */
export function allowedNext(path: string | null | undefined): Route | null {
  if (!path?.startsWith("/") || path.length > LONGEST || !URL.canParse(path, NOWHERE)) return null;
  const url = new URL(path, NOWHERE);
  const clean = `${url.pathname}${url.search}`;
  return url.origin === NOWHERE && isPlace(clean) ? clean : null;
}

function isPlace(path: string): path is Route {
  return PLACES.some((place) => path === place || path.startsWith(`${place}/`) || path.startsWith(`${place}?`));
}
