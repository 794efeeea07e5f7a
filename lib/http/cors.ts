import { isListedAnywhere, isListedIn, isWritten } from "@/lib/environments";
import type { Actor, Deps, Environment } from "@/lib/ports";

/** What a page on another origin may read of an answer beside its body. */
const EXPOSED =
  "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, X-Quota-Limit, X-Quota-Remaining, X-Quota-Reset, X-Quota-Period, Idempotency-Replayed";
const REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-CSRF-Token";
const PREFLIGHT_SECONDS = 600;

/** Whose request it turned out to be. Null: nobody was found yet, and the request was refused or needs nobody. */
type Asker = { environment: Environment | null; actor: Actor } | null;

type CorsDeps = Pick<Deps, "caches" | "db" | "env">;
type From = { origin: string; path: string };

/** How far an origin is let in: not at all, to read, or to read with the browser's cookies. */
type Admission = "none" | "plain" | "credentials";

/** Whether a request is a browser's question before another one (Fetch standard, CORS-preflight). */
export function isPreflight(method: string, headers: Headers): boolean {
  return method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");
}

/**
 * Lets the page that sent a request read its answer, if its origin is listed exactly: by the request's own environment
 * once that is known, by any before. Cookies are for the origins of `CORS_ORIGINS` alone, and for the dashboard's API.
 * What cannot be looked up is not listed: the answer itself does not depend on it.
 */
export async function allowOrigin(deps: CorsDeps, answer: Headers, from: From, asker: Asker): Promise<void> {
  const admission = await admit(deps, from, asker).catch(() => "none" as const);
  if (admission === "none") return;
  answer.set("access-control-allow-origin", from.origin);
  if (admission === "plain") {
    answer.set("access-control-expose-headers", EXPOSED);
  } else {
    answer.set("access-control-allow-credentials", "true");
    answer.set("access-control-expose-headers", `${EXPOSED}, X-CSRF-Token`);
  }
}

/** The same for a preflight, which names no environment: what may be sent to an address, for ten minutes. */
export function answerPreflight(answer: Headers, allow: readonly string[]): void {
  if (!answer.has("access-control-allow-origin")) return;
  answer.delete("access-control-expose-headers");
  answer.set("access-control-allow-methods", allow.join(", "));
  answer.set("access-control-allow-headers", REQUEST_HEADERS);
  answer.set("access-control-max-age", String(PREFLIGHT_SECONDS));
}

async function admit(deps: CorsDeps, { origin, path }: From, asker: Asker): Promise<Admission> {
  // The origin of nobody, and so of anybody: a sandboxed frame, a file.
  if (!isWritten(origin)) return "none";
  if (path.startsWith("/api/admin/")) {
    if (deps.env.corsOrigins.includes(origin)) return "credentials";
    if (deps.env.corsOrigins.includes("*")) return "plain";
  }
  return (await isListed(deps, origin, asker)) ? "plain" : "none";
}

function isListed(deps: CorsDeps, origin: string, asker: Asker): boolean | Promise<boolean> {
  if (asker === null) return isListedAnywhere(deps, origin);
  const { environment, actor } = asker;
  if (environment === null) return false;
  // Its key lists no origin, or it would have been refused: any may use it in a test environment.
  const ofTestKey = environment.kind === "test" && actor.type === "key" && actor.keyType === "publishable";
  return ofTestKey || isListedIn(deps, environment, origin);
}
