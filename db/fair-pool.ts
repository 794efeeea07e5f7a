import pg from "pg";
import { createTurns, type Turns } from "./turns";

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

export type FairPoolOptions = pg.PoolConfig & {
  max: number;
  connectionTimeoutMillis: number;
  /** How many of the connections one party may hold: some are always left for the others. */
  maxEach: number;
  /** For whom the connection is that is asked for now. */
  party(): string;
};

/** A pool of node-postgres whose connections are handed out by turns among parties, not first come, first served. */
export class FairPool extends pg.Pool {
  readonly #turns: Turns;
  readonly #party: () => string;
  readonly #holders = new WeakMap<pg.PoolClient, string>();

  constructor({ maxEach, party, ...config }: FairPoolOptions) {
    super(config);
    this.#party = party;
    this.#turns = createTurns({ places: config.max, each: maxEach, patienceMs: config.connectionTimeoutMillis });
    this.on("release", (_error, client) => {
      const holder = this.#holders.get(client);
      this.#holders.delete(client);
      if (holder !== undefined) this.#turns.leave(holder);
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<pg.PoolClient> | undefined {
    if (connected) {
      this.#connectInTurn(connected);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.#connectInTurn((error, client) => (client ? resolve(client) : reject(error)));
    });
  }

  #connectInTurn(connected: Connected): void {
    const party = this.#party();
    this.#turns.enter(party, (late) => {
      if (late) return connected(late, undefined, () => undefined);
      super.connect((error, client, done) => {
        if (client) this.#holders.set(client, party);
        else this.#turns.leave(party);
        connected(error, client, done);
      });
    });
  }
}
