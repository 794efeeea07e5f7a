import {
  addSprayCounts,
  readSprayNetworks,
  type SprayRow,
  type SpraySum,
  sumSprayCounts,
  tellOfSpray,
} from "@/db/queries/spray-counts";
import { uuidv7 } from "@/lib/core/ids";
import { onBehalfOf } from "@/lib/core/party";
import type { Deps } from "@/lib/ports";
import { type Brake, brakeOf, isHeld, STRETCH_SECONDS, WINDOW_SECONDS } from "./policy";

/** How long a process keeps what it counted to itself. */
const FLUSH_MS = 250;
/** How old what is known of the other processes' guesses may be, where somebody asks. */
const STALE_SECONDS = 5;
/** How many environments are exchanged at once. */
const AT_ONCE = 4;
/** How many networks a process remembers of an environment by itself. */
const MAX_NETWORKS = 20_000;
const MAX_ENVIRONMENTS = 10_000;

/** A guess that was judged. `expected` is how many codes it could have met times 10^-digits; 0 for a right one. */
export type JudgedGuess = { environmentId: string; network: string | null; right: boolean; expected: number };

/**
 * Sees when somebody tries a few codes at each of many identifiers (SECURITY: limits per account do not stop that). Each
 * process counts what it judges and adds it to the others' four times a second, so all brake on the sum, with no row
 * that every guess waits for; its own guesses it knows at once.
 */
export type SprayBrake = {
  note(guess: JudgedGuess): void;
  /** How hard the brake holds in the environment now. */
  brake(environmentId: string): Brake;
  /** Whether the lane for anybody is closed to that network for now. */
  holds(environmentId: string, network: string | null): boolean;
  /** Adds what was counted to the others', and learns theirs. */
  flush(): Promise<void>;
};

type Known = {
  /** Of all processes, when it was last read. */
  sum: SpraySum;
  networks: Map<string, number>;
  /** Wrong guesses of this process by network, since `mineSince`: known at once, before anybody brakes. */
  mine: Map<string, number>;
  mineSince: number;
  /** Of this process, not yet added; by stretch and network. */
  pending: Map<string, SprayRow>;
  /** Of this process, being added. */
  sending: readonly SprayRow[];
  readAt: number;
  /** Somebody asked since then, and what is known was old. */
  asked: boolean;
};

const NOTHING: SpraySum = { judged: 0, wrong: 0, expected: 0 };

class Brakes implements SprayBrake {
  readonly #known = new Map<string, Known>();
  readonly #deps: Pick<Deps, "clock" | "db" | "log" | "random">;
  #flushing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: Pick<Deps, "clock" | "db" | "log" | "random">) {
    this.#deps = deps;
  }

  note({ environmentId, network, right, expected }: JudgedGuess): void {
    const known = this.#of(environmentId);
    const startsAt = this.#stretch();
    // Of right guesses only the number counts: one row holds them all.
    const from = right ? "" : (network ?? "");
    const key = `${startsAt.getTime()} ${from}`;
    const row = known.pending.get(key) ?? { environmentId, startsAt, network: from, judged: 0, wrong: 0, expected: 0 };
    row.judged += 1;
    if (!right) row.wrong += 1;
    row.expected += right ? 0 : expected;
    known.pending.set(key, row);
    if (!right && network !== null) this.#remember(known, network);
    this.#soon();
  }

  brake(environmentId: string): Brake {
    const known = this.#of(environmentId);
    if (this.#isStale(known)) {
      known.asked = true;
      this.#soon();
    }
    return brakeOf(total(known));
  }

  holds(environmentId: string, network: string | null): boolean {
    const brake = this.brake(environmentId);
    if (brake === "off" || network === null) return false;
    const known = this.#of(environmentId);
    const ours = unread(known).reduce((sum, row) => sum + (row.network === network ? row.wrong : 0), 0);
    const wrong = Math.max((known.networks.get(network) ?? 0) + ours, known.mine.get(network) ?? 0);
    return isHeld(brake, wrong);
  }

  flush(): Promise<void> {
    this.#flushing ??= this.#exchange().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  #remember(known: Known, network: string): void {
    const now = this.#deps.clock.now().getTime();
    if (now - known.mineSince > WINDOW_SECONDS * 1000 || known.mine.size >= MAX_NETWORKS) {
      known.mine = new Map();
      known.mineSince = now;
    }
    known.mine.set(network, (known.mine.get(network) ?? 0) + 1);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      // For all environments, whichever of them armed it.
      onBehalfOf("", () => this.flush()).catch((cause: unknown) =>
        this.#deps.log.error({}, "the spray counts could not be added", cause),
      );
    }, FLUSH_MS).unref();
  }

  #isStale(known: Known): boolean {
    return this.#deps.clock.now().getTime() - known.readAt > STALE_SECONDS * 1000;
  }

  async #exchange(): Promise<void> {
    const now = this.#deps.clock.now();
    const due: (() => Promise<void>)[] = [];
    for (const [environmentId, known] of this.#known) {
      if (known.pending.size > 0 || known.asked) due.push(() => this.#exchangeOne(environmentId, known, now));
      else if (now.getTime() - known.readAt > WINDOW_SECONDS * 1000) this.#known.delete(environmentId);
    }
    for (let at = 0; at < due.length; at += AT_ONCE) {
      const done = await Promise.allSettled(due.slice(at, at + AT_ONCE).map((exchange) => exchange()));
      const failed = done.find((each) => each.status === "rejected");
      if (failed) this.#deps.log.error({}, "spray counts could not be exchanged", failed.reason);
    }
  }

  async #exchangeOne(environmentId: string, known: Known, now: Date): Promise<void> {
    const { db } = this.#deps;
    const since = new Date(now.getTime() - WINDOW_SECONDS * 1000);
    const rows = [...known.pending.values()];
    known.pending = new Map();
    known.sending = rows;
    known.asked = false;
    // A batch that is lost with its connection stays lost: what each challenge and identifier may cost is not counted here.
    if (rows.length > 0) await addSprayCounts(db, rows);
    const sum = await sumSprayCounts(db, environmentId, since);
    const braked = brakeOf(sum) !== "off";
    const networks = braked ? await readSprayNetworks(db, environmentId, since) : [];
    known.sending = [];
    known.readAt = now.getTime();
    known.sum = sum;
    known.networks = new Map(networks.map(({ network, wrong }) => [network, wrong]));
    if (braked) await this.#tell(environmentId, sum, now);
  }

  async #tell(environmentId: string, sum: SpraySum, at: Date): Promise<void> {
    const { clock, db, random } = this.#deps;
    const data = { limit: "otp.spray", guesses: sum.judged, wrong_guesses: sum.wrong };
    await tellOfSpray(db, environmentId, { eventId: uuidv7(clock, random), at, data });
  }

  #of(environmentId: string): Known {
    const found = this.#known.get(environmentId);
    if (found) return found;
    const oldest = this.#known.keys().next();
    if (this.#known.size >= MAX_ENVIRONMENTS && !oldest.done) this.#known.delete(oldest.value);
    const made: Known = {
      sum: NOTHING,
      networks: new Map(),
      pending: new Map(),
      sending: [],
      readAt: 0,
      asked: false,
      mine: new Map(),
      mineSince: 0,
    };
    this.#known.set(environmentId, made);
    return made;
  }

  #stretch(): Date {
    const ms = STRETCH_SECONDS * 1000;
    return new Date(Math.floor(this.#deps.clock.now().getTime() / ms) * ms);
  }
}

/** What this process has counted and is not in the sum. */
function unread({ pending, sending }: Known): SprayRow[] {
  return [...sending, ...pending.values()];
}

function total(known: Known): SpraySum {
  return unread(known).reduce(
    (sum, row) => ({
      judged: sum.judged + row.judged,
      wrong: sum.wrong + row.wrong,
      expected: sum.expected + row.expected,
    }),
    known.sum,
  );
}

/** The brake of this process. */
export function createSprayBrake(deps: Pick<Deps, "clock" | "db" | "log" | "random">): SprayBrake {
  return new Brakes(deps);
}
