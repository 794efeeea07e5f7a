import { touchApiKeyRow } from "@/db/queries/api-keys";
import type { Deps, ResolvedKey } from "@/lib/ports";

/** Notes that a key was used: once a minute and process, after the answer, so that no request waits for it. */
export function noteKeyUse(
  deps: Pick<Deps, "caches" | "clock" | "db" | "defer">,
  { environment, key }: ResolvedKey,
): void {
  void deps.caches.keyUses.get(key.id, async () => {
    const at = deps.clock.now();
    deps.defer(() => touchApiKeyRow(deps.db.orm, environment.id, key.id, at));
    return true;
  });
}
