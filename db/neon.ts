import { Pool } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/neon-serverless";
import { migrate } from "drizzle-orm/neon-serverless/migrator";
import type { Database, DatabaseOptions, Statement } from "./client";
import { keepingValues } from "./error-values";
import { MIGRATION_LOCK } from "./migration-lock";
import * as schema from "./schema";

const POOL_SIZE = 10;
/** A database that has gone to sleep takes some seconds to wake. */
const CONNECT_TIMEOUT_MS = 8_000;
const STATEMENT_TIMEOUT_MS = 8_000;
/** A process that was put to sleep must not wake with connections that are long dead. */
const IDLE_TIMEOUT_MS = 5_000;

/** Opens a Postgres at Neon through its own driver: the protocol of Postgres over WebSocket. */
export function openNeon(options: DatabaseOptions & { url: string }): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    ...(isPooled(options.url) ? {} : SESSION),
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
      // Held by a transaction of its own, beside the migrator's: behind a pooler there are no sessions to hold a lock.
      await orm.transaction(async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
        await migrate(orm, { migrationsFolder: options.migrationsFolder });
      });
    },
    async ping() {
      await pool.query("SELECT 1");
    },
    async close() {
      await pool.end();
    },
  };
}

/** What a connection is given at its start. A pooler refuses all of it, and hands a session to somebody else anyway. */
const SESSION = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  options: "-c TimeZone=UTC",
};

function isPooled(url: string): boolean {
  return new URL(url).hostname.split(".")[0]?.endsWith("-pooler") ?? false;
}
