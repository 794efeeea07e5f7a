import { SWEEPS, WALKS } from "@/db/queries/retention";
import type { Deps } from "@/lib/ports";

const BATCH = 1_000;
/** 4 MB of a table at a time, 400 MB of it in one run. */
const WALK_BLOCKS = 500;
const WALK_PIECES = 100;

/** Where the walk through a table that is too long for one run goes on, by its name. */
type Places = Map<string, number>;

/** The job: it remembers from run to run how far it came. */
export function retention(): (deps: Pick<Deps, "db">, signal: AbortSignal) => Promise<number> {
  const places: Places = new Map();
  return (deps, signal) => sweepEnded(deps, signal, places);
}

/**
 * Deletes what nobody may keep any longer, in batches: challenges with their messages (24 hours after their end, or as
 * the environment's settings say), the Mailbox (24 hours), the audit log (90 days or as set; always from the chain's
 * beginning), the request log, repeated requests, old deliveries, ended sessions, past quotas, and guards that say
 * nothing any more. Safe to run everywhere at once. Stops after a batch when it is told to. Answers how many rows went.
 */
export async function sweepEnded(
  deps: Pick<Deps, "db">,
  signal?: AbortSignal,
  places: Places = new Map(),
): Promise<number> {
  let gone = 0;
  for (const sweep of SWEEPS) {
    let batch = BATCH;
    while (batch === BATCH && !signal?.aborted) {
      batch = await sweep.delete(deps.db, BATCH);
      gone += batch;
    }
  }
  for (const table of WALKS) gone += await walkThrough(deps, table, places, signal);
  return gone;
}

async function walkThrough(
  { db }: Pick<Deps, "db">,
  table: (typeof WALKS)[number],
  places: Places,
  signal: AbortSignal | undefined,
): Promise<number> {
  let gone = 0;
  let at = places.get(table.name) ?? 0;
  for (let piece = 0; piece < WALK_PIECES && !signal?.aborted; piece += 1) {
    const walked = await table.walk(db, at, WALK_BLOCKS);
    gone += walked.gone;
    at = walked.more ? at + WALK_BLOCKS : 0;
    if (!walked.more) break;
  }
  places.set(table.name, at);
  return gone;
}
