import type { Deps } from "@/lib/ports";
import type { Health } from "./contract";

/** How long a dependency may take to answer before it counts as unreachable. */
const PATIENCE_MS = 2_000;

/** Asks everything that the installation needs whether it is there. Never throws. */
export async function checkHealth({ db, limits, clock }: Pick<Deps, "db" | "limits" | "clock">): Promise<Health> {
  const { remote } = limits;
  const [database, store] = await Promise.all([check(() => db.ping()), remote && check(() => remote.check())]);
  return { checks: { database, ...(store ? { limits: store } : {}) }, at: clock.now() };
}

async function check(ask: () => Promise<void>): Promise<Health["checks"][string]> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answered = ask().then(
    () => true,
    () => false,
  );
  const reached = await Promise.race([answered, late]);
  clearTimeout(timer);
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  return { status: reached ? "ok" : "unreachable", ms };
}
