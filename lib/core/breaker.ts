import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IBackoff,
} from "cockatiel";
import { addSeconds, type Clock } from "./clock";

/** Keeps requests from waiting for something that does not answer. */
export type Breaker = {
  /**
   * Does the work, or answers null at once while it is open. What the work throws is a fault and thrown on; so is an
   * answer that `isFault`, which is answered. Once open, one piece of work at a time finds out whether it is back.
   */
  run<Answer>(work: () => Promise<Answer>, isFault?: (answer: Answer) => boolean): Promise<Answer | null>;
};

export type BreakerOptions = {
  failuresToOpen?: number;
  openSeconds?: number;
  /** Told when it opens and when it closes. */
  onChange?(open: boolean): void;
};

/** Thrown by work whose failure says nothing new: it is thrown on as its `cause`, and not counted. */
export class UncountedFailure extends Error {
  override readonly name = "UncountedFailure";
}

type Verdict = "fault" | "worked";

/**
 * A closed breaker (cockatiel's): it opens for ten seconds after five failures in a row. It is asked for the time by our
 * clock, and nobody waits for whoever finds out: they are sent on at once.
 */
export function createBreaker(clock: Clock, options: BreakerOptions = {}): Breaker {
  const { failuresToOpen = 5, openSeconds = 10, onChange = () => {} } = options;
  const policy = circuitBreaker(
    handleWhen((error) => !(error instanceof UncountedFailure)).orWhenResult((verdict) => verdict === "fault"),
    { breaker: new ConsecutiveBreaker(failuresToOpen), halfOpenAfter: waitsFor(clock, openSeconds) },
  );
  let told = false;
  const tell = (open: boolean) => {
    if (open === told) return;
    told = open;
    onChange(open);
  };
  policy.onBreak(() => tell(true));
  policy.onReset(() => tell(false));
  return {
    async run<Answer>(work: () => Promise<Answer>, isFault: (answer: Answer) => boolean = () => false) {
      // The library would have us wait for the one that finds out.
      if (policy.state === CircuitState.HalfOpen) return null;
      const answers: Answer[] = [];
      try {
        await policy.execute(() =>
          work().then((answer): Verdict => {
            answers.push(answer);
            return isFault(answer) ? "fault" : "worked";
          }),
        );
      } catch (error) {
        if (error instanceof UncountedFailure) throw error.cause;
        if (!(error instanceof BrokenCircuitError)) throw error;
      }
      return answers[0] ?? null;
    },
  };
}

/** How long it stays open, by a clock that may be ahead of the machine's, which is the one that the library looks at. */
function waitsFor(clock: Clock, openSeconds: number): { next(): IBackoff<unknown> } {
  const next = (): IBackoff<unknown> => {
    const until = addSeconds(clock.now(), openSeconds);
    return {
      get duration() {
        return clock.now() < until ? Number.POSITIVE_INFINITY : 0;
      },
      next,
    };
  };
  return { next };
}
