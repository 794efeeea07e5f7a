import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "./contenders";
import { ask, LoadResult, type Scenario, Usage } from "./protocol";

/** One contender doing one thing. */
export type Entry = { contender: Contender; scenario: Scenario };

/** What an entry reached over all its slices: medians. */
export type Reached = {
  perSecond: number;
  /** Of the server's process, per call of the scenario. */
  cpuMs: number;
  /** Of the load generator, per call of the scenario. */
  clientCpuMs: number;
  p50: number;
  p99: number;
  rssMb: number;
  failed: number;
  /** The rates of the single slices, in their order. */
  rates: number[];
};

export const CONNECTIONS = 16;
/** What is left to do after the last answer (the outbox) must not be done at the next one's cost. */
const PAUSE_MS = 700;
/** Until the compiler has seen what is hot: a server gains half of its rate in its first seconds, the larger one more. */
const WARM_UP_SECONDS = 4;

export type Slicing = { rounds: number; seconds: number };

/** The entries in turn, again and again, each alone: whatever else happens on the machine hits all of them alike. */
export async function alternate(load: ChildProcess, entries: readonly Entry[], slicing: Slicing): Promise<Reached[]> {
  for (const entry of entries) await runSlice(load, entry, WARM_UP_SECONDS);
  const slices = entries.map((): Slice[] => []);
  for (let round = 0; round < slicing.rounds; round++) {
    for (const [index, entry] of entries.entries()) slices[index]?.push(await runSlice(load, entry, slicing.seconds));
  }
  return slices.map(summarise);
}

type Slice = { result: LoadResult; cpuMs: number; rssMb: number };

async function runSlice(load: ChildProcess, { contender, scenario }: Entry, seconds: number): Promise<Slice> {
  const { port, apiKey } = contender;
  const before = await usageOf(contender);
  const order = { port, apiKey, scenario, connections: CONNECTIONS, seconds };
  const result = await ask(load, order, LoadResult);
  const after = await usageOf(contender);
  if (result.done === 0) throw new Error(`${contender.name}, ${scenario}: ${result.firstFailure}`);
  await sleep(PAUSE_MS);
  return { result, cpuMs: after.cpuMs - before.cpuMs, rssMb: after.rssMb };
}

/** What the process of a contender has used so far. */
export function usageOf({ process: child }: Contender): Promise<Usage> {
  return ask(child, "usage", Usage);
}

function summarise(slices: readonly Slice[]): Reached {
  const over = (of: (slice: Slice) => number) => median(slices.map(of));
  return {
    perSecond: over(({ result }) => result.done / result.seconds),
    cpuMs: over(({ result, cpuMs }) => cpuMs / result.done),
    clientCpuMs: over(({ result }) => result.cpuMs / result.done),
    p50: over(({ result }) => result.p50),
    p99: over(({ result }) => result.p99),
    rssMb: Math.max(...slices.map(({ rssMb }) => rssMb)),
    failed: slices.reduce((sum, { result }) => sum + result.failed, 0),
    rates: slices.map(({ result }) => result.done / result.seconds),
  };
}

/** How one does beside another: the median over the pairs of neighbouring slices. */
export function ratio(one: Reached, other: Reached): number {
  return median(one.rates.map((rate, index) => rate / (other.rates[index] ?? rate)));
}

/** The middle of some values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
