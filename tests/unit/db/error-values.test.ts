import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";

const SECRET = "secret@example.com";

describe("errors of the database", () => {
  let db: Database;

  beforeAll(async () => {
    const options = { url: null, folder: "memory://", migrationsFolder: "db/migrations" };
    db = await openDatabase({ ...options, clockOffsetSeconds: () => 0, onIdleError: () => undefined });
    await db.orm.execute(sql`CREATE TABLE person (email text PRIMARY KEY)`);
    await db.orm.execute(sql`INSERT INTO person VALUES (${SECRET})`);
  }, 60_000);

  afterAll(() => db.close());

  const failing: [string, string, () => PromiseLike<unknown>][] = [
    ["a query", "22P02", () => db.orm.execute(sql`SELECT ${SECRET}::uuid`)],
    ["a query given NUL", "22021", () => db.orm.execute(sql`SELECT ${`\0${SECRET}`}::text`)],
    ["a row that is there", "23505", () => db.orm.execute(sql`INSERT INTO person VALUES (${SECRET})`)],
    ["a transaction", "22P02", () => db.transaction((tx) => tx.execute(sql`SELECT ${SECRET}::uuid`))],
    ["a prepared statement", "22P02", () => db.run({ name: "bad", text: "SELECT ($1::text)::uuid" }, [SECRET])],
    ["a prepared row", "23505", () => db.run({ name: "row", text: "INSERT INTO person VALUES ($1)" }, [SECRET])],
  ];

  it.each(failing)("keep their code and say no value: %s", async (_what, code, work) => {
    const thrown: unknown = await work().then(
      () => null,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(Error);
    expect(codesOf(thrown)).toContain(code);
    expect(inspect(thrown, { showHidden: true, depth: 10 })).not.toContain("secret");
    expect(JSON.stringify(thrown)).not.toContain("secret");
    expect(String(thrown)).not.toContain("params");
  });
});

/** The code of an error and of what caused it. */
function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [];
  return ["code" in error ? error.code : null, ...codesOf(error.cause)];
}
