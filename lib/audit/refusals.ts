import { insertRefusals, type RefusalRow } from "@/db/queries/refusals";
import { uuidv7 } from "@/lib/core/ids";
import type { Client, Deps } from "@/lib/ports";

/** How many a process holds between two writes. */
const HELD = 1_000;
/** How many of one network are written down in a minute; whoever tries more often is counted. */
const PER_NETWORK = 120;
const WINDOW_MS = 60_000;

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
  /** Writes down what is held, by one statement, and how many there were beyond it. Answers how many rows. */
  flush(deps: Pick<Deps, "db" | "clock" | "random">): Promise<number>;
};

/**
 * Holds failed authentications and attacks until they are written, once a second: a flood of them costs the database one
 * statement, and each network is heard only so often. A process that dies loses the last second of them. What cannot be
 * written is tried again with the next ones.
 */
export function createRefusals(): Refusals {
  let held: RefusalRow[] = [];
  let dropped = 0;
  let windowEnds = 0;
  const heard = new Map<string, number>();

  function isHeard(at: Date, network: string): boolean {
    if (at.getTime() >= windowEnds) {
      heard.clear();
      windowEnds = at.getTime() + WINDOW_MS;
    }
    const count = (heard.get(network) ?? 0) + 1;
    if (heard.size < HELD * 10 || heard.has(network)) heard.set(network, count);
    return count <= PER_NETWORK;
  }

  return {
    note(at, refusal) {
      if (held.length >= HELD || !isHeard(at, refusal.network)) dropped += 1;
      else held.push(toRow(at, refusal));
    },
    async flush(deps) {
      if (held.length === 0 && dropped === 0) return 0;
      const rows = held.map((row) => ({ ...row, id: uuidv7(deps.clock, deps.random) }));
      const count = dropped;
      const lost = count > 0 ? [droppedRow(deps.clock.now(), count, uuidv7(deps.clock, deps.random))] : [];
      const taken = held;
      held = [];
      dropped = 0;
      try {
        await insertRefusals(deps.db, [...rows, ...lost]);
      } catch (error) {
        held = [...taken, ...held].slice(0, HELD);
        dropped += count;
        throw error;
      }
      return rows.length + lost.length;
    },
  };
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
    user_agent: client.userAgent?.slice(0, 256) ?? null,
    request_id: client.requestId,
  };
}

function droppedRow(at: Date, count: number, id: string): RefusalRow {
  return {
    id,
    type: "auth.refusals_dropped",
    at: at.toISOString(),
    environment_id: null,
    claimed_environment_id: null,
    key_hash: null,
    member_session_id: null,
    actor: "system",
    data: { count },
    ip: null,
    user_agent: null,
    request_id: null,
  };
}
