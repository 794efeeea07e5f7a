import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import * as schema from "@/db/schema";

/** Words that name a secret; `key` does unless the name says whose id it is. */
const SECRET = /secret|token|passw|passcode|otp|credential|private|salt|seed|(^|_)(code|pin|key)(_|$)/;

/** Columns whose name has such a word and which hold no secret. */
const NO_SECRET: Readonly<Record<string, string>> = {
  "challenges.identifier_key": "a keyed hash of whom a challenge is for: the guards' primary key",
  "domains.dkim_public_key": "a public key, which stands in DNS",
  "domains.token": "what is put into DNS for everybody to read",
  "identifier_guards.identifier_key": "the same",
  "mailbox_guards.mailbox_key": "a keyed hash of whose mailbox it is: the primary key",
  "message_events.event_key": "a provider's name of a fact",
  "messages.key_id": "the number of a key, not a key",
  "reviewer_identifiers.key_id": "the number of a key, not a key",
  "sessions.identifier_key": "the same keyed hash",
  "suppressions.identifier_key": "the same keyed hash",
  "verify_sids.recipient_key": "a keyed hash of the number that a code went to",
  "webhook_endpoints.previous_secret_until": "until when a secret signs, not a secret",
};

const tables = Object.values(schema)
  .filter((each) => is(each, PgTable))
  .map((table) => getTableConfig(table));
const columns = tables.flatMap((table) =>
  table.columns.map((column) => ({
    table: table.name,
    name: column.name,
    type: column.getSQLType(),
    key: `${table.name}.${column.name}`,
  })),
);

describe("the schema", () => {
  it("keeps secrets hashed or encrypted, and says so in the column's name", () => {
    const bare = columns.filter(
      ({ name, key }) => SECRET.test(name) && !/_(hash|encrypted)$/.test(name) && !(key in NO_SECRET),
    );
    expect(bare.map(({ key }) => key)).toEqual([]);
  });

  it("has no exception that is not needed any more", () => {
    const known = new Set(columns.map(({ key }) => key));
    expect(Object.keys(NO_SECRET).filter((key) => !known.has(key))).toEqual([]);
  });

  it("leads the primary key of each environment's table with the environment", () => {
    // Found by their own id across environments: the drainer's queue, the log that outlives its environment, pages that are
    // opened by whoever has their address, and what may be one challenge's only over the whole installation.
    const global = ["outbox", "audit_log", "domain_shares", "verify_sids"];
    const found = tables
      .filter((table) => table.columns.some(({ name }) => name === "environment_id") && !global.includes(table.name))
      .filter(({ primaryKeys: [key], columns: all }) => {
        const leading = key?.columns[0] ?? all.find(({ primary }) => primary);
        return leading?.name !== "environment_id";
      });
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  it("refers to neighbours in the same environment only", () => {
    const loose = tables.flatMap((table) =>
      table.foreignKeys
        .map((key) => key.reference())
        .filter(({ foreignTable }) =>
          getTableConfig(foreignTable).columns.some(({ name }) => name === "environment_id"),
        )
        .filter(
          (reference) =>
            reference.columns[0]?.name !== "environment_id" || reference.foreignColumns[0]?.name !== "environment_id",
        )
        .map(({ foreignTable }) => `${table.name} → ${getTableConfig(foreignTable).name}`),
    );
    expect(loose).toEqual([]);
  });

  it("keeps moments with their zone", () => {
    expect(columns.filter(({ type }) => type === "timestamp").map(({ key }) => key)).toEqual([]);
  });
});
