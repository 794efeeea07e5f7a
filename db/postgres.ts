import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Database, DatabaseOptions, Statement } from "./client";
import { keepingValues } from "./error-values";
import { FairPool } from "./fair-pool";
import { MIGRATION_LOCK } from "./migration-lock";
import * as schema from "./schema";

/** Two more than one environment may hold: whatever it does with its own, another one's request finds a connection. */
const POOL_SIZE = 12;
const MAX_EACH = 10;
const CONNECT_TIMEOUT_MS = 3_000;
/** Above every statement's own time, below a caller's patience: a database that hangs answers 503, not never. */
const STATEMENT_TIMEOUT_MS = 8_000;

/** Opens a Postgres server through node-postgres. Connections are made when needed and again after a loss. */
export function openPostgres(options: DatabaseOptions & { url: string }): Database {
  const pool = new FairPool({
    connectionString: options.url,
    max: POOL_SIZE,
    maxEach: MAX_EACH,
    party: options.party ?? (() => ""),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    options: "-c TimeZone=UTC",
  });
  pool.on("error", options.onIdleError);
  const orm = drizzle(pool, { schema });

  return {
    orm,
    async run<Row>(statement: Statement, params: readonly unknown[]): Promise<Row[]> {
      const result = await keepingValues(
        pool.query({ name: statement.name, text: statement.text, values: [...params] }),
      );
      return result.rows;
    },
    transaction: (work) => orm.transaction((tx) => work(tx)),
    clockOffsetSeconds: options.clockOffsetSeconds,
    async migrate() {
      const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 });
      await client.connect();
      try {
        // Session lock: drizzle's migrator takes none of its own, and several processes may start at once.
        await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
        await migrate(drizzle(client), { migrationsFolder: options.migrationsFolder });
      } finally {
        await client.end();
      }
    },
    async ping() {
      await pool.query("SELECT 1");
    },
    async close() {
      await pool.end();
    },
  };
}
