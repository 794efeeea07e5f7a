import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ drain: false });
});

afterAll(() => app.close());

const SECRET = "secret@example.com";
const STATEMENT = { name: "test_bad_uuid", text: "SELECT ($1::text)::uuid" };

const failing: [string, string, (app: TestApp) => PromiseLike<unknown>][] = [
  ["a query", "22P02", ({ deps }) => deps.db.orm.execute(sql`SELECT (${SECRET}::text)::uuid`)],
  ["a query given NUL", "22021", ({ deps }) => deps.db.orm.execute(sql`SELECT ${`\0${SECRET}`}::text`)],
  [
    "a transaction",
    "22P02",
    ({ deps }) => deps.db.transaction((tx) => tx.execute(sql`SELECT (${SECRET}::text)::uuid`)),
  ],
  ["a prepared statement", "22P02", ({ deps }) => deps.db.run(STATEMENT, [SECRET])],
];

test.each(failing)("an error of the database has its code and no value: %s", async (_what, code, work) => {
  const thrown: unknown = await work(app).then(
    () => null,
    (error: unknown) => error,
  );
  expect(inspect(thrown, { showHidden: true, depth: 10 })).toContain(code);
  expect(inspect(thrown, { showHidden: true, depth: 10 })).not.toContain("secret");
});
