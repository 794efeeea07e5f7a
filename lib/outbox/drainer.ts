import type { Deps } from "@/lib/ports";
import { drainOutbox, type SendQueued } from "./drain";

const IDLE_MS = 500;

export type Drainer = {
  /** Looks now instead of at the next tick. */
  nudge(): void;
  /** Stops looking, and waits for what is being done. */
  stop(): Promise<void>;
};

/** Drains the outbox in a long-lived process, twice a second and whenever it is nudged; never twice at once. */
export function startDrainer(deps: Deps, sendQueued: SendQueued): Drainer {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        await drainOutbox(deps, sendQueued);
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

  const timer = setInterval(nudge, IDLE_MS);
  timer.unref();
  return {
    nudge,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
