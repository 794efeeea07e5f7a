import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { type Database, openDatabase } from "@/db/client";
import { CATALOG } from "@/tests/support/catalog";
import { bundleServer } from "@/tests/support/races-bundle";
import { answering, launchServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { until } from "@/tests/support/until";

const MIGRATIONS = "db/migrations";
const Journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });
const { entries } = Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8")));

let scratch: string;
let program: string;
const opened: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  program = await bundleServer([]);
  scratch = mkdtempSync(join(tmpdir(), "ninepin-migrations-"));
});
afterAll(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  for (const left of [scratch, program]) rmSync(left, { recursive: true, force: true });
});

/** A database with nothing in it. */
async function emptyDatabase(name: string): Promise<{ url: string; sql: Sql }> {
  const { adminUrl } = inject("postgres");
  const admin = await openSql(adminUrl);
  await admin.rows(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  const sql = await openSql(url.href);
  opened.push(
    () => admin.close(),
    () => admin.rows(`DROP DATABASE ${name} WITH (FORCE)`),
    () => sql.close(),
  );
  return { url: url.href, sql };
}

function database(url: string | null): Promise<Database> {
  return openDatabase({
    url,
    folder: "memory://",
    migrationsFolder: MIGRATIONS,
    clockOffsetSeconds: () => 0,
    onIdleError: () => undefined,
  });
}

type Rows = (text: string) => Promise<{ line: string }[]>;

async function catalogOf(rows: Rows): Promise<Record<string, string[]>> {
  const catalog: Record<string, string[]> = {};
  for (const [name, text] of Object.entries(CATALOG)) catalog[name] = (await rows(text)).map(({ line }) => line);
  return catalog;
}

function drizzleKit(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/drizzle-kit", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`drizzle-kit ${args[0]} failed:\n${stdout}${stderr}`);
  return stdout;
}

const SCHEMA = ["--dialect", "postgresql", "--schema", "./db/schema/*.ts"] as const;

describe("the migrations", () => {
  it("are what the schema says: drizzle-kit finds nothing to generate", () => {
    const out = join(scratch, "generated");
    cpSync(MIGRATIONS, out, { recursive: true });
    const before = readdirSync(out).sort();
    drizzleKit("generate", ...SCHEMA, "--out", out);
    expect(readdirSync(out).sort()).toEqual(before);
  });

  it("make of an empty database, line for line, what the schema alone would make", async () => {
    const [migrated, exported] = [await emptyDatabase("schema_migrated"), await emptyDatabase("schema_exported")];
    const db = await database(migrated.url);
    await db.migrate();
    await db.close();
    await exported.sql.rows(drizzleKit("export", ...SCHEMA));
    const catalog = await catalogOf((text) => migrated.sql.rows(text));
    expect(catalog).toEqual(await catalogOf((text) => exported.sql.rows(text)));
    // That both are empty would be equal, too.
    expect(catalog.columns?.length).toBeGreaterThan(100);
    expect(catalog.indexes?.length).toBeGreaterThan(30);
  });

  it("are recorded, one row each, and change nothing the second time", async () => {
    const { url, sql } = await emptyDatabase("schema_twice");
    const db = await database(url);
    await db.migrate();
    const before = await catalogOf((text) => sql.rows(text));
    await db.migrate();
    await db.close();
    expect(await catalogOf((text) => sql.rows(text))).toEqual(before);
    expect(await sql.rows("SELECT FROM drizzle.__drizzle_migrations")).toHaveLength(entries.length);
  });

  it("make the same of the embedded database", async () => {
    const { url, sql } = await emptyDatabase("schema_server");
    const [server, embedded] = [await database(url), await database(null)];
    await Promise.all([server.migrate(), embedded.migrate()]);
    const onServer = await catalogOf((text) => sql.rows(text));
    const onEmbedded = await catalogOf((text) => embedded.run<{ line: string }>({ name: "catalog", text }, []));
    await Promise.all([server.close(), embedded.close()]);
    expect(onEmbedded).toEqual(onServer);
  });

  it("only ever add: none drops or renames what an older process still uses", () => {
    const destructive = /\b(DROP (TABLE|COLUMN|SCHEMA)|RENAME|TRUNCATE|ALTER COLUMN \S+ (SET DATA )?TYPE)\b/i;
    const found = entries.filter(({ tag }) => destructive.test(readFileSync(join(MIGRATIONS, `${tag}.sql`), "utf8")));
    expect(found).toEqual([]);
    const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql"));
    expect(files.sort()).toEqual(entries.map(({ tag }) => `${tag}.sql`).sort());
  });
});

describe("processes that start at once on an empty database", () => {
  it("migrate it once, make one installation, and all serve", async () => {
    const { url, sql } = await emptyDatabase("schema_at_once");
    const servers = await Promise.all(Array.from({ length: 3 }, () => launchServer({ databaseUrl: url, program })));
    try {
      for (const server of servers) expect((await answering(server, (status) => status === 200)).status).toBe(200);
      expect(await sql.rows("SELECT FROM drizzle.__drizzle_migrations")).toHaveLength(entries.length);
      expect(await sql.rows("SELECT FROM environments WHERE installation")).toHaveLength(1);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  it("go on where one was killed in the middle of it", async () => {
    const { url, sql } = await emptyDatabase("schema_killed");
    const begun = "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS so";
    const doomed = await launchServer({ databaseUrl: url, program });
    await until(async () => (await sql.rows<{ so: boolean }>(begun))[0]?.so === true);
    doomed.process.kill("SIGKILL");
    await doomed.exited;
    const db = await database(url);
    await db.migrate();
    await db.close();
    expect(await sql.rows("SELECT FROM drizzle.__drizzle_migrations")).toHaveLength(entries.length);
  });
});
