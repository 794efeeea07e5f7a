import type { Deps } from "@/lib/ports";
import { drainOutbox, type SendQueued } from "./drain";
import { statisticsKeeper } from "./keep-statistics";
import { sweepEnded } from "./sweep";

const IDLE_MS = 500;
const SWEEP_MS = 600_000;

export type Drainer = {
  /** Looks now instead of at the next tick. */
  nudge(): void;
  /** Stops looking, and waits for what is being done. */
  stop(): Promise<void>;
};

/**
 * Drains the outbox in a long-lived process, twice a second and whenever it is nudged; never twice at once. Every ten
 * minutes it deletes what has ended, and while the database is young it counts what has grown.
 */
export function startDrainer(deps: Deps, sendQueued: SendQueued): Drainer {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const keepStatistics = statisticsKeeper(deps);

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        await keepStatistics(await drainOutbox(deps, sendQueued));
      } catch (cause) {
        deps.log.error({}, "the outbox could not be drained", cause);
      }
    } while (again && !stopped);
  }

  function nudge(): void {
    if (stopped) return;
    if (running) again = true;
    else {
      running = run().finally(() => {
        running = null;
      });
    }
  }

  let sweeping: Promise<void> | null = null;
  function sweep(): void {
    sweeping ??= sweepEnded(deps)
      .then(
        () => {},
        (cause: unknown) => deps.log.error({}, "what has ended could not be deleted", cause),
      )
      .finally(() => {
        sweeping = null;
      });
  }

  const timers = [setInterval(nudge, IDLE_MS), setInterval(sweep, SWEEP_MS)];
  for (const timer of timers) timer.unref();
  return {
    nudge,
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all([running, sweeping]);
    },
  };
}
