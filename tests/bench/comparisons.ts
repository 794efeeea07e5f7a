import type { ChildProcess } from "node:child_process";
import type { Contender } from "./contenders";
import { alternate, type Reached, ratio, type Slicing } from "./slices";
import { percent, precise, type Row, whole } from "./table";

/** What is compared, and how it is said. */

export type OwnMount = Record<"flow" | "me" | "refresh", { ninepin: Reached; bare: Reached }>;
export type NextMount = { flow: Reached; me: Reached; empty: Reached };

export const OWN_HEAD: Row = [
  "through the long-lived server's own mount",
  "Ninepin",
  "bare",
  "ratio",
  "aim",
  "CPU ms",
  "bare",
  "p50 ms",
  "p99 ms",
];

export const NEXT_HEAD: Row = [
  "through Next's own mount",
  "Ninepin",
  "empty",
  "ratio",
  "aim",
  "CPU ms",
  "own mount + empty",
  "ratio",
];

const LABELS = { flow: "request + verify, flows/s", me: "me, requests/s", refresh: "refresh, requests/s" } as const;

/** Ninepin beside the bare server, one scenario after the other. */
export async function compareOwnMount(
  load: ChildProcess,
  ninepin: Contender,
  bare: Contender,
  slicing: Slicing,
): Promise<OwnMount> {
  const compare = async (scenario: keyof OwnMount) => {
    const entries = [ninepin, bare].map((contender) => ({ contender, scenario }));
    const [first, second] = await alternate(load, entries, slicing);
    if (!first || !second) throw new Error("nothing was measured");
    return { ninepin: first, bare: second };
  };
  return { flow: await compare("flow"), me: await compare("me"), refresh: await compare("refresh") };
}

/** The same through Next, beside Next's own cost for a Route Handler that does nothing. */
export async function compareNextMount(
  load: ChildProcess,
  next: Contender,
  empty: Contender,
  slicing: Slicing,
): Promise<NextMount> {
  const entries = [
    { contender: next, scenario: "flow" },
    { contender: next, scenario: "me" },
    { contender: empty, scenario: "empty" },
  ] as const;
  const [flow, me, nothing] = await alternate(load, entries, slicing);
  if (!flow || !me || !nothing) throw new Error("nothing was measured");
  return { flow, me, empty: nothing };
}

export function ownRows(own: OwnMount): Row[] {
  return (["flow", "me", "refresh"] as const).map((scenario) => {
    const { ninepin, bare } = own[scenario];
    return [
      LABELS[scenario],
      whole(ninepin.perSecond),
      whole(bare.perSecond),
      percent(ratio(ninepin, bare)),
      "60 %",
      precise(ninepin.cpuMs),
      precise(bare.cpuMs),
      precise(ninepin.p50),
      precise(ninepin.p99),
    ];
  });
}

/**
 * Two readings. Calls per second beside an empty Route Handler's, which also counts what the call itself does; and CPU
 * beside the sum of the same call through our own mount and as many empty Route Handlers, which counts the mount alone.
 */
export function nextRows(next: NextMount, own: OwnMount): Row[] {
  return (["flow", "me"] as const).map((scenario) => {
    const requests = scenario === "flow" ? 2 : 1;
    const reached = next[scenario];
    const expectedMs = own[scenario].ninepin.cpuMs + requests * next.empty.cpuMs;
    return [
      LABELS[scenario],
      whole(reached.perSecond),
      whole(next.empty.perSecond / requests),
      percent(ratio(reached, next.empty) * requests),
      "70 %",
      precise(reached.cpuMs),
      precise(expectedMs),
      percent(expectedMs / reached.cpuMs),
    ];
  });
}
