import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Database, DatabaseOptions, Statement } from "./client";
import { keepingValues } from "./error-values";
import * as schema from "./schema";

/**
 * Opens the embedded Postgres. It has one connection and does not notice a second process on its folder: whoever opens
 * it holds the data folder's lock. The folder `memory://` keeps nothing.
 */
export async function openPglite(options: DatabaseOptions): Promise<Database> {
  const client = await PGlite.create(options.folder);
  await client.exec("SET TimeZone = 'UTC'");
  const orm = drizzle(client, { schema });

  return {
    orm,
    async run<Row>(statement: Statement, params: readonly unknown[]): Promise<Row[]> {
      const result = await keepingValues(client.query<Row>(statement.text, [...params]));
      return result.rows;
    },
    transaction: (work) => orm.transaction((tx) => work(tx)),
    clockOffsetSeconds: options.clockOffsetSeconds,
    migrate: () => migrate(orm, { migrationsFolder: options.migrationsFolder }),
    async ping() {
      await client.query("SELECT 1");
    },
    close: () => client.close(),
  };
}
