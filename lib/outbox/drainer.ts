import type { Deps } from "@/lib/ports";

const TICK_MS = 500;

export type Drainer = {
  /** Looks now instead of at the next tick. */
  nudge(): void;
  /** Stops looking, and waits for what is being done. */
  stop(): Promise<void>;
};

/** Runs the jobs in a long-lived process: each by its interval, and what waits for work whenever it is nudged. */
export function startDrainer(deps: Deps): Drainer {
  const timer = setInterval(() => deps.jobs.tick(deps), TICK_MS);
  timer.unref();
  return {
    nudge: () => deps.jobs.nudge(deps),
    async stop() {
      clearInterval(timer);
      await deps.jobs.stop();
    },
  };
}
