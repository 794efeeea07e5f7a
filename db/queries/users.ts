import type { Database } from "../client";
import { CLOCK, type IdentifierJson, identifiersJson, statement, USER_JSON, type UserJson } from "./statement";

/** Of two JSON objects, the members of the first that are not the same in the second. */
const DIFFERING = (one: string, other: string) =>
  `(SELECT jsonb_object_agg(d.key, d.value) FROM jsonb_each(${one}) d WHERE d.value IS DISTINCT FROM ${other}->d.key)`;

const OLD_AND_NEW = "jsonb_build_object('name', u.name, 'locale', u.locale, 'metadata', u.metadata)";

/** An identifier as the audit log shows it. */
const MASKED = (row: string) =>
  `CASE ${row}.type WHEN 'username' THEN left(${row}.value, 1) || '•••' WHEN 'email' THEN left(${row}.value, 1) || '•••' || substr(${row}.value, strpos(${row}.value, '@')) ELSE left(${row}.value, 2) || '•••' || right(${row}.value, 4) END`;

// A parameter that is null leaves its column; `clear` names the columns that become null.
const UPDATE = statement(
  "update_user",
  `WITH old AS MATERIALIZED (
  SELECT u.id, ${OLD_AND_NEW} AS fields FROM users u WHERE u.environment_id = $2 AND u.id = $3::uuid FOR UPDATE
), changed AS (
  UPDATE users u SET name = CASE WHEN 'name' = ANY ($4::text[]) THEN NULL ELSE coalesce($5::text, u.name) END,
    locale = CASE WHEN 'locale' = ANY ($4) THEN NULL ELSE coalesce($6::text, u.locale) END,
    metadata = coalesce($7::jsonb, u.metadata), updated_at = ${CLOCK}
  WHERE u.environment_id = $2 AND u.id = (SELECT id FROM old) RETURNING u.id, ${USER_JSON} AS user_json, ${OLD_AND_NEW} AS fields
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'user.updated', jsonb_build_object('user_id', c.id),
    $8::jsonb || jsonb_build_object('target', 'user:' || c.id, 'before', ${DIFFERING("o.fields", "c.fields")}, 'after', ${DIFFERING("c.fields", "o.fields")}), ${CLOCK}, ${CLOCK}
  FROM changed c, old o
)
SELECT c.user_json, ${identifiersJson("$2", "c.id")} AS identifiers_json FROM changed c`,
);

const ADD_IDENTIFIER = statement(
  "add_identifier",
  `WITH added AS (
  INSERT INTO identifiers (environment_id, id, user_id, type, value, verified_at, created_at)
  SELECT $2, $4::uuid, u.id, $5::text, $6::text, ${CLOCK}, ${CLOCK} FROM users u WHERE u.environment_id = $2 AND u.id = $3::uuid
  ON CONFLICT (environment_id, type, value) DO NOTHING RETURNING id, user_id, type, value
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'user.updated', jsonb_build_object('user_id', a.user_id, 'identifier_id', a.id),
    $7::jsonb || jsonb_build_object('target', 'user:' || a.user_id, 'after', jsonb_build_object('identifier', ${MASKED("a")})), ${CLOCK}, ${CLOCK} FROM added a
)
SELECT id FROM added`,
);

// A username is no way to be reached, and the customer's to take away. The rows of all the others are locked first: of
// two removals at once the second sees what the first left.
const REMOVE_IDENTIFIER = statement(
  "remove_identifier",
  `WITH theirs AS MATERIALIZED (
  SELECT i.id FROM identifiers i WHERE i.environment_id = $2 AND i.user_id = $3::uuid AND i.type <> 'username' ORDER BY i.id FOR UPDATE
), removed AS (
  DELETE FROM identifiers i USING theirs t WHERE i.environment_id = $2 AND i.id = t.id AND i.id = $4::uuid
    AND (SELECT count(*) FROM theirs) > 1 RETURNING i.id, i.type, i.value
), told AS (
  INSERT INTO outbox (id, environment_id, kind, type, data, context, created_at, due_at)
  SELECT gen_random_uuid(), $2, 'event', 'user.updated', jsonb_build_object('user_id', $3::uuid, 'identifier_id', r.id),
    $5::jsonb || jsonb_build_object('target', 'user:' || $3::uuid, 'before', jsonb_build_object('identifier', ${MASKED("r")})), ${CLOCK}, ${CLOCK} FROM removed r
)
SELECT EXISTS (SELECT FROM theirs WHERE id = $4) AS found, EXISTS (SELECT FROM removed) AS removed`,
);

export type UserRow = { user_json: UserJson; identifiers_json: IdentifierJson[] };

/** Changes a user. A field left out stays, null clears it. */
export async function updateUser(
  db: Database,
  environmentId: string,
  userId: string,
  change: { name?: string | null; locale?: string | null; metadata?: object; eventContext: string },
): Promise<UserRow | null> {
  const clear = (["name", "locale"] as const).filter((field) => change[field] === null);
  const [row] = await db.run<UserRow>(UPDATE, [
    db.clockOffsetSeconds(),
    environmentId,
    userId,
    clear,
    change.name ?? null,
    change.locale ?? null,
    change.metadata === undefined ? null : JSON.stringify(change.metadata),
    change.eventContext,
  ]);
  return row ?? null;
}

/** Adds a proved identifier to a user. False when somebody in the environment has it already. */
export async function addIdentifierRow(
  db: Database,
  environmentId: string,
  input: { userId: string; id: string; type: "email" | "phone" | "username"; value: string; eventContext: string },
): Promise<boolean> {
  const rows = await db.run<{ id: string }>(ADD_IDENTIFIER, [
    db.clockOffsetSeconds(),
    environmentId,
    input.userId,
    input.id,
    input.type,
    input.value,
    input.eventContext,
  ]);
  return rows.length > 0;
}

/** Removes one of a user's identifiers, unless it is the last. */
export async function removeIdentifierRow(
  db: Database,
  environmentId: string,
  { userId, id, eventContext }: { userId: string; id: string; eventContext: string },
): Promise<{ found: boolean; removed: boolean }> {
  const [row] = await db.run<{ found: boolean; removed: boolean }>(REMOVE_IDENTIFIER, [
    db.clockOffsetSeconds(),
    environmentId,
    userId,
    id,
    eventContext,
  ]);
  return row ?? { found: false, removed: false };
}

const NAME = statement(
  "name_of_identifier",
  `SELECT u.name FROM users u WHERE u.environment_id = $1
  AND u.id = (SELECT i.user_id FROM identifiers i WHERE i.environment_id = $1 AND i.type = $2::text AND i.value = $3::text)`,
);

/** What the user is called who has that identifier; null where nobody has it, or no name is known. */
export async function readNameOf(
  db: Database,
  environmentId: string,
  identifier: { type: string; value: string },
): Promise<string | null> {
  const [row] = await db.run<{ name: string | null }>(NAME, [environmentId, identifier.type, identifier.value]);
  return row?.name ?? null;
}
