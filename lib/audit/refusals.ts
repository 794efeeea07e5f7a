import { insertRefusals, type RefusalRow } from "@/db/queries/refusals";
import { uuidv7 } from "@/lib/core/ids";
import { storable } from "@/lib/core/storable";
import type { Client, Deps } from "@/lib/ports";

/** How many a process holds between two writes: of those who are known to be somebody, and of those who only say so. */
const HELD = { known: 5_000, unknown: 1_000 } as const;
/** How many of one network are written down for one environment in a minute; whoever tries more often is counted. */
const PER_NETWORK = 120;
/** How many are written down for one environment in a minute, wherever they come from. */
const PER_ENVIRONMENT = 300;
/** The same of those that only name the environment: anybody can write any token. */
const PER_CLAIM = 10;
const WINDOW_MS = 60_000;
/** How many budgets, and how many counts of what was beyond them, a process remembers. */
const REMEMBERED = 10_000;

/** Somebody who was refused. What is known of them for certain, and what they said of themselves. */
export type Refusal = {
  type: "auth.refused" | "otp.refused" | "request.refused";
  /** The code of the answer, or what is wrong more exactly. */
  reason: string;
  /** The method and the pattern of the path. */
  endpoint: string;
  client: Client;
  network: string;
  environmentId: string | null;
  actor: string | null;
  /** Of a key that was shown: to find whose it is, when this is written. */
  keyHash: Buffer | null;
  /** How a key is recognised without being shown. */
  keyHint: string | null;
  /** The environment that a token names, whoever made it. */
  claimedEnvironmentId: string | null;
  /** The member's session that a cookie names. */
  memberSessionId: string | null;
  /** The names of the fields that nobody may set. */
  fields: readonly string[] | null;
};

/** Refusals of this process that are not in the log yet. */
export type Refusals = {
  /** Notes one in memory; costs its request nothing else. */
  note(at: Date, refusal: Refusal): void;
  /** Writes down what is held, by one statement, and how many there were beyond it, in each log. Answers how many rows. */
  flush(deps: Pick<Deps, "db" | "clock" | "random">): Promise<number>;
};

/**
 * Holds failed authentications and attacks until they are written, once a second: a flood of them costs the database one
 * statement. Each environment, and each key of which nobody knows yet whose it is, has budgets of its own, so that nobody
 * hides an attack on one behind noise at another; what is beyond them is counted in the log that it is missing from, once
 * a minute. A process that dies loses the last second of them, and the counts of the last minute. What cannot be written
 * is tried again with the next ones.
 */
export function createRefusals(): Refusals {
  let held: Held = { known: [], unknown: [] };
  let dropped = new Map<string, Dropped>();
  let windowEnds = 0;
  const heard = new Map<string, number>();
  const toldOf = new Set<string>();

  function openWindow(at: Date): void {
    if (at.getTime() < windowEnds) return;
    heard.clear();
    toldOf.clear();
    windowEnds = at.getTime() + WINDOW_MS;
  }

  function isHeard([name, most]: Budget): boolean {
    const count = (heard.get(name) ?? 0) + 1;
    if (heard.size < REMEMBERED || heard.has(name)) heard.set(name, count);
    return count <= most;
  }

  function drop(row: Whose, count: number): void {
    const own = whoseOf(row);
    const name = dropped.size < REMEMBERED || dropped.has(own) ? own : "";
    const known = dropped.get(name);
    if (known) known.count += count;
    else dropped.set(name, { whose: name === "" ? NOBODYS : pickWhose(row), count });
  }

  function takeDropped(): Map<string, Dropped> {
    const due = new Map([...dropped].filter(([name]) => !toldOf.has(name)));
    dropped = new Map([...dropped].filter(([name]) => toldOf.has(name)));
    return due;
  }

  return {
    note(at, refusal) {
      openWindow(at);
      const row = toRow(at, refusal);
      const pool = row.environment_id === null ? "unknown" : "known";
      if (held[pool].length < HELD[pool] && budgetsOf(row, refusal.network).every(isHeard)) held[pool].push(row);
      else drop(row, 1);
    },
    async flush(deps) {
      const now = deps.clock.now();
      openWindow(now);
      const due = takeDropped();
      const taken = held;
      const rows = [...taken.known, ...taken.unknown, ...[...due.values()].map((count) => droppedRow(now, count))];
      if (rows.length === 0) return 0;
      held = { known: [], unknown: [] };
      try {
        await insertRefusals(
          deps.db,
          rows.map((row) => ({ ...row, id: uuidv7(deps.clock, deps.random) })),
        );
      } catch (error) {
        held = {
          known: [...taken.known, ...held.known].slice(0, HELD.known),
          unknown: [...taken.unknown, ...held.unknown].slice(0, HELD.unknown),
        };
        for (const { whose, count } of due.values()) drop(whose, count);
        throw error;
      }
      for (const name of due.keys()) toldOf.add(name);
      return rows.length;
    },
  };
}

type Held = { known: RefusalRow[]; unknown: RefusalRow[] };
/** How many of a name may be heard in a minute. */
type Budget = readonly [name: string, most: number];
/** Whose log a row goes to, as far as is known before it is written. */
type Whose = Pick<RefusalRow, "environment_id" | "claimed_environment_id" | "key_hash" | "member_session_id">;
type Dropped = { whose: Whose; count: number };

const NOBODYS: Whose = { environment_id: null, claimed_environment_id: null, key_hash: null, member_session_id: null };

function pickWhose({ environment_id, claimed_environment_id, key_hash, member_session_id }: Whose): Whose {
  return { environment_id, claimed_environment_id, key_hash, member_session_id };
}

function whoseOf({ environment_id, key_hash, claimed_environment_id, member_session_id }: Whose): string {
  if (environment_id !== null) return environment_id;
  if (key_hash !== null) return `key ${key_hash}`;
  if (claimed_environment_id !== null) return `claim ${claimed_environment_id}`;
  return member_session_id === null ? "" : `session ${member_session_id}`;
}

/** The budgets that a row is taken from, in this order: what the first refuses takes nothing from the second. */
function budgetsOf(row: RefusalRow, network: string): readonly Budget[] {
  const whose = whoseOf(row);
  if (whose === "") return [[network, PER_NETWORK]];
  if (!whose.startsWith("claim "))
    return [
      [`${whose} ${network}`, PER_NETWORK],
      [whose, PER_ENVIRONMENT],
    ];
  return [
    [`claims ${network}`, PER_NETWORK],
    [whose, PER_CLAIM],
  ];
}

function toRow(at: Date, { client, keyHash, fields, ...refusal }: Refusal): RefusalRow {
  return {
    id: "",
    type: refusal.type,
    at: at.toISOString(),
    environment_id: refusal.environmentId,
    claimed_environment_id: refusal.claimedEnvironmentId,
    key_hash: keyHash?.toString("hex") ?? null,
    member_session_id: refusal.memberSessionId,
    actor: refusal.actor,
    data: {
      reason: refusal.reason,
      endpoint: refusal.endpoint,
      ...(refusal.keyHint && { key_hint: refusal.keyHint }),
      ...(fields && { fields }),
    },
    ip: client.ip,
    user_agent: client.userAgent === null ? null : storable(client.userAgent.slice(0, 256)),
    request_id: client.requestId,
  };
}

function droppedRow(at: Date, { whose, count }: Dropped): RefusalRow {
  return {
    ...whose,
    id: "",
    type: "auth.refusals_dropped",
    at: at.toISOString(),
    actor: "system",
    data: { count },
    ip: null,
    user_agent: null,
    request_id: null,
  };
}
