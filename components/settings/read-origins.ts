/** One entry of a pasted list: as it was typed, as a browser would send it, and what to think about. */
export type ReadOrigin = { typed: string; origin: string; warning: string | null };

/**
 * The entries of a pasted list, each once. What stands around them in a list is dropped, and so is a path: an origin has
 * none. What is no origin stays as it is, for the server to say so.
 */
export function readOrigins(text: string): ReadOrigin[] {
  const found = new Map<string, ReadOrigin>();
  for (const entry of text.split(/[\s,;]+/)) {
    const typed = entry.replace(/^["'[\]]+|["'[\]]+$/g, "");
    if (typed === "") continue;
    const origin = originOf(typed);
    if (!found.has(origin)) found.set(origin, { typed, origin, warning: warningOf(typed, origin) });
  }
  return [...found.values()];
}

function originOf(typed: string): string {
  if (typed.includes("*") || !/^https?:\/\//i.test(typed) || !URL.canParse(typed)) return typed;
  const url = new URL(typed);
  return url.username === "" && url.password === "" ? url.origin : typed;
}

function warningOf(typed: string, origin: string): string | null {
  if (typed.includes("*"))
    return "Wildcards are not allowed: any site behind it could call in your name. List each origin.";
  if (!/^https?:\/\//i.test(origin)) return "Begin with https://, as in https://app.example.com.";
  if (origin.startsWith("http:") && !isLocal(origin)) {
    return "Plain http: anybody on the way can answer in its name. Live takes https only.";
  }
  return null;
}

function isLocal(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
