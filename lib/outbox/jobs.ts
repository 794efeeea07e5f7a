import { claimJob, failJob, finishJob } from "@/db/queries/jobs";
import { addSeconds } from "@/lib/core/clock";
import { onBehalfOf } from "@/lib/core/party";
import type { Deps } from "@/lib/ports";

/** How long a job that runs alone may be silent before another process takes it over. */
const LEASE_SECONDS = 15;
/** How often a process asks whether a job that runs alone is due, at the least. */
const ASK_SECONDS = 15;
/** How soon a job that failed is tried again, at the latest. */
const RETRY_SECONDS = 60;

/**
 * Work that is done again and again. `run` does what there is to do, in batches, and answers how many rows it did; it may
 * end early when the signal says so. It has to be safe in several processes at once: each may die anywhere, and whoever
 * comes next goes on.
 */
export type Job = {
  name: string;
  everySeconds: number;
  run(deps: Deps, signal: AbortSignal): Promise<number>;
  /** One process does it for the whole installation, by a lease; else every process does it for itself. */
  alone?: true;
  /** Done at once when somebody says that there is work, as well as by its interval. */
  nudged?: true;
};

/** What came of a job in one drain. `waiting`: another process did it lately. `running`: it goes on past the budget. */
export type JobResult = { name: string; status: "done" | "failed" | "waiting" | "running"; rows: number };

export type Jobs = {
  /** Starts what is due in this process by its interval, and waits for nothing. */
  tick(deps: Deps): void;
  /** Starts what waits to be told that there is work. What is running is run once more. */
  nudge(deps: Deps): void;
  /**
   * Runs all of them once, the first before the others, for at most that long; with `own`, only those that each process
   * does for itself. What each of them did, in order.
   */
  drain(deps: Deps, budgetSeconds: number, options?: { own?: boolean }): Promise<JobResult[]>;
  /** Starts nothing any more, tells what runs to end after its batch, and waits for it. */
  stop(): Promise<void>;
};

type Slot = { job: Job; dueAt: Date; running: Promise<JobResult> | null; next: Promise<JobResult> | null };

/**
 * The jobs of a process. Each runs at most once at a time here; an error is logged, and the job is tried again. The first
 * of the list is what feeds the others.
 */
export function createJobs(list: readonly Job[]): Jobs {
  const slots = list.map((job): Slot => ({ job, dueAt: new Date(0), running: null, next: null }));
  const stopping = new AbortController();

  function start(deps: Deps, slot: Slot): Promise<JobResult> {
    const { everySeconds, alone } = slot.job;
    slot.dueAt = addSeconds(deps.clock.now(), alone ? Math.min(everySeconds, ASK_SECONDS) : everySeconds);
    // Whoever nudged it is one of many: the work is everybody's, and must not wait among that one's own requests.
    const running = onBehalfOf("", () => perform(deps, slot.job, stopping.signal)).finally(() => {
      slot.running = null;
    });
    slot.running = running;
    return running;
  }

  /** A run that begins after now: whoever asks while one is under way has done something that it may not have seen. */
  function afresh(deps: Deps, slot: Slot): Promise<JobResult> {
    if (!slot.running) return start(deps, slot);
    slot.next ??= slot.running.then(() => {
      slot.next = null;
      return slot.running ?? (stopping.signal.aborted ? resultOf(slot.job, "waiting") : start(deps, slot));
    });
    return slot.next;
  }

  return {
    tick(deps) {
      if (stopping.signal.aborted) return;
      const now = deps.clock.now();
      for (const slot of slots) if (!slot.running && slot.dueAt <= now) void start(deps, slot);
    },
    nudge(deps) {
      if (stopping.signal.aborted) return;
      for (const slot of slots) if (slot.job.nudged) void afresh(deps, slot);
    },
    async drain(deps, budgetSeconds, { own = false } = {}) {
      const [first, ...others] = slots.filter(({ job }) => !own || !job.alone);
      if (!first || stopping.signal.aborted) return [];
      const budget = startBudget(budgetSeconds);
      const within = (slot: Slot) =>
        Promise.race([afresh(deps, slot), budget.over.then(() => resultOf(slot.job, "running"))]);
      const results = [await within(first), ...(await Promise.all(others.map(within)))];
      budget.stop();
      return results;
    },
    async stop() {
      stopping.abort();
      await Promise.all(slots.flatMap(({ running, next }) => [running, next]));
    },
  };
}

function startBudget(seconds: number): { over: Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  return { over, stop: () => clearTimeout(timer) };
}

function resultOf(job: Job, status: JobResult["status"], rows = 0): JobResult {
  return { name: job.name, status, rows };
}

/** Never throws: what failed is logged, and due again. */
async function perform(deps: Deps, job: Job, signal: AbortSignal): Promise<JobResult> {
  try {
    if (!job.alone) return resultOf(job, "done", await job.run(deps, signal));
    return (await claimJob(deps.db, job.name, LEASE_SECONDS))
      ? await runClaimed(deps, job, signal)
      : resultOf(job, "waiting");
  } catch (cause) {
    deps.log.error({ job: job.name }, "a job failed and will be tried again", cause);
    return resultOf(job, "failed");
  }
}

async function runClaimed(deps: Deps, job: Job, signal: AbortSignal): Promise<JobResult> {
  try {
    const rows = await job.run(deps, signal);
    await finishJob(deps.db, { name: job.name, rows, againInSeconds: job.everySeconds });
    return resultOf(job, "done", rows);
  } catch (cause) {
    const againInSeconds = Math.min(job.everySeconds, RETRY_SECONDS);
    // The lease ends by itself where even this cannot be written.
    await failJob(deps.db, { name: job.name, againInSeconds }).catch(() => {});
    throw cause;
  }
}
