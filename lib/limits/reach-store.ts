import { createBreaker, UncountedFailure } from "@/lib/core/breaker";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { Remote } from "./store";

/** What a store on the network is given from outside. */
export type StoreTools = {
  clock: Clock;
  log: Logger;
  /** How long a request waits for the store, once. */
  patienceMs?: number;
};

/** Most requests look at the store once, none more than twice: below a fifth of a second in all. */
const PATIENCE_MS = 100;

/** How often the event loop goes round after that: an answer over HTTP is read in several pieces. */
const TURNS = 3;

/** Short: while it is open limits are looser than they should be, and finding out costs one request that moment. */
const OPEN_SECONDS = 2;

/** What is written to find out whether the store is there: one that is full or read only answers a mere ping. */
export const HEALTH_KEY = "ninepin/health";
export const HEALTH_SECONDS = 60;

/**
 * Puts a time limit and a breaker between requests and a store: whatever it does wrong, a request loses a moment at
 * most, and after five failures in a row nothing for two seconds. Says once when it goes away and once when it is back.
 */
export function reachStore(
  { clock, log, patienceMs = PATIENCE_MS }: StoreTools,
  write: () => Promise<unknown>,
): Remote {
  const breaker = createBreaker(clock, {
    openSeconds: OPEN_SECONDS,
    onChange: (open) =>
      open
        ? log.warn({}, "the store of limits does not answer: each process counts for itself")
        : log.info({}, "the store of limits answers again"),
  });
  let failures = 0;
  return {
    async ask(question) {
      const failedBefore = failures;
      const asked = await breaker.run(async () => {
        try {
          return { answer: await inTime(question(), patienceMs) };
        } catch (error) {
          // All that was under way when it faltered is one failure: a pause of our own would look like an outage else.
          if (failures !== failedBefore) throw new UncountedFailure("One of several", { cause: error });
          failures += 1;
          throw error;
        }
      });
      if (asked === null) throw new Error("The store of limits is not asked while it does not answer");
      return asked.answer;
    },
    async check() {
      await inTime(write(), patienceMs);
    },
  };
}

async function inTime<Answer>(answer: Promise<Answer>, patienceMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Was it us who were busy, its answer lies in the socket: what is there is read in between.
    const giveUp = (turns: number) =>
      turns > 0
        ? setImmediate(giveUp, turns - 1)
        : reject(new Error(`The store of limits did not answer in ${patienceMs} ms`));
    timer = setTimeout(giveUp, patienceMs, TURNS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
