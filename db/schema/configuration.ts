import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { environments } from "./account";
import { bytea, createdAt, environmentId, moment } from "./columns";

/** Versions of an environment's settings: only what differs from the defaults. The newest version counts. */
export const settings = pgTable(
  "settings",
  {
    environmentId: environmentId().references(() => environments.id),
    version: integer("version").notNull(),
    settings: jsonb("settings").notNull(),
    author: text("author").notNull(),
    /** The version that was restored or copied, in words, where that is how it came about. */
    note: text("note"),
    /** What a repeated request finds the version by that it made. */
    resultId: uuid("result_id"),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ name: "settings_pk", columns: [table.environmentId, table.version] })],
);

/** One key, one algorithm. Served in the JWKS until its last token has expired. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    environmentId: environmentId().references(() => environments.id),
    kid: text("kid").notNull(),
    algorithm: text("algorithm").notNull(),
    /** By which a repeated request finds the key that it made. */
    resultId: uuid("result_id"),
    /** Null for a shared secret, which has no public half. */
    publicJwk: jsonb("public_jwk"),
    privateKeyEncrypted: bytea("private_key_encrypted").notNull(),
    createdAt: createdAt(),
    /** Shown before it signs, so that whoever keeps the JWKS for a while has seen it. */
    signsFrom: moment("signs_from").notNull().defaultNow(),
    retiredAt: moment("retired_at"),
  },
  (table) => [
    primaryKey({ name: "signing_keys_pk", columns: [table.environmentId, table.kid] }),
    index("signing_keys_by_kid").on(table.kid),
  ],
);

/**
 * A live identifier with a fixed code, for an app store's reviewer. The code is derived from the row's nonce like any
 * other; it is not stored.
 */
export const reviewerIdentifiers = pgTable(
  "reviewer_identifiers",
  {
    environmentId: environmentId().references(() => environments.id),
    id: uuid("id").notNull(),
    type: text("type", { enum: ["email", "phone"] }).notNull(),
    value: text("value").notNull(),
    keyId: integer("key_id").notNull(),
    nonce: bytea("nonce").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [primaryKey({ name: "reviewer_identifiers_pk", columns: [table.environmentId, table.type, table.value] })],
);
