import { isOriginListed, readOriginOf } from "@/db/queries/origins";
import { WebOrigin } from "@/lib/core/web-origin";
import type { Deps, Environment } from "@/lib/ports";

type OriginDeps = Pick<Deps, "caches" | "db">;

/** A page on the developer's own machine: nobody else's can be at such an origin. */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * Whether some environment lists the origin, at most five seconds ago: what is asked before anybody knows whose request
 * it is. Developers call test environments, which may list none, from their own machine: its origins count as listed.
 * `null`, the origin of nobody, never does.
 */
export function isListedAnywhere(deps: OriginDeps, origin: string): boolean | Promise<boolean> {
  if (!isWritten(origin)) return false;
  return LOOPBACK.test(origin) || deps.caches.origins.get(origin, () => isOriginListed(deps.db, origin));
}

/**
 * Whether the environment lists the origin, in its settings or on one of its keys, at most five seconds ago. In a test
 * environment that lists none at all every one counts as listed.
 */
export function isListedIn(
  deps: OriginDeps,
  environment: Pick<Environment, "id" | "kind">,
  origin: string,
): boolean | Promise<boolean> {
  if (!isWritten(origin)) return false;
  return deps.caches.origins.get(`${environment.id} ${origin}`, async () => {
    const { listed, anyListed } = await readOriginOf(deps.db, environment.id, origin);
    return listed || (environment.kind === "test" && !anyListed);
  });
}

/**
 * Whether the text is an origin as it may be listed (not `null`, `file://`): whatever else a client writes is not even
 * looked up.
 */
export function isWritten(origin: string): boolean {
  return WebOrigin.safeParse(origin).success;
}
