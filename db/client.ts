import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** A statement of the hot path: prepared once per connection under its name. */
export type Statement = { name: string; text: string };

export type Orm = PgDatabase<PgQueryResultHKT, typeof schema>;

export type Database = {
  /** For everything that is not hot. */
  orm: Orm;
  /** One prepared statement: one round trip, one commit. */
  run<Row>(statement: Statement, params: readonly unknown[]): Promise<Row[]>;
  transaction<Result>(work: (tx: Orm) => Promise<Result>): Promise<Result>;
  /** Seconds by which SQL moves the database's clock. Zero outside tests. */
  clockOffsetSeconds(): number;
  /** Brings the schema up to date, one process at a time. */
  migrate(): Promise<void>;
  /** Fails when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Postgres, or null for the embedded one in `folder`. */
  url: string | null;
  folder: string;
  migrationsFolder: string;
  clockOffsetSeconds(): number;
  /** For whom the connection is that is asked for now: they are handed out by turns among parties. */
  party?(): string;
  /** Told of errors on idle connections: the pool replaces them by itself. */
  onIdleError(error: Error): void;
};

/** Opens the database that the configuration names. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== null && isNeon(options.url)) {
    const { openNeon } = await import("./neon");
    return openNeon({ ...options, url: options.url });
  }
  if (options.url !== null) {
    const { openPostgres } = await import("./postgres");
    return openPostgres({ ...options, url: options.url });
  }
  mkdirSync(dirname(options.folder), { recursive: true, mode: 0o700 });
  const { openPglite } = await import("./pglite");
  return openPglite(options);
}

/** Neon's own hosts: reached over WebSocket, which connects in fewer round trips and from where no TCP goes out. */
function isNeon(url: string): boolean {
  return new URL(url).hostname.endsWith(".neon.tech");
}
