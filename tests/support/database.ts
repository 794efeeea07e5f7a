import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Which database the project's tests run on. */
    database: "pglite" | "postgres";
    /** The Postgres of this run and the migrated database to copy. */
    postgres: { adminUrl: string; template: string };
    /** The migrated folder of the embedded size to copy. */
    pglite: { template: string };
  }
}

/** A database of its own for one test file, migrated, on the run's Postgres. */
export type TestDatabase = { url: string; drop(): Promise<void> };

/**
 * Copies the migrated template, or another database that nobody is connected to any more: some tens of milliseconds,
 * instead of the migrations and of what the other has been through.
 */
export async function cloneDatabase(from?: TestDatabase): Promise<TestDatabase> {
  const { adminUrl, template } = inject("postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const source = from ? new URL(from.url).pathname.slice(1) : template;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${source}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
