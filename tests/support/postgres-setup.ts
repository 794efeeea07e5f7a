import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "@/db/client";
import { startPostgres } from "./postgres";

const TEMPLATE = "ninepin_template";

/** Before a project that needs it: one Postgres, and in it one migrated database from which each file gets a copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  const admin = new Client({ connectionString: postgres.url("postgres") });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = await openDatabase({
    url: postgres.url(TEMPLATE),
    folder: "",
    migrationsFolder: "db/migrations",
    clockOffsetSeconds: () => 0,
    onIdleError: () => undefined,
  });
  await template.migrate();
  await template.close();
  project.provide("postgres", { adminUrl: postgres.url("postgres"), template: TEMPLATE });
  return postgres.stop;
}
