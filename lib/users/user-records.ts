import type { Orm } from "@/db/client";
import {
  changeUserRow,
  deleteUsername,
  insertUsername,
  listUserRows,
  lockUser,
  readOwnerOf,
  readUserRow,
  type UserRecordRow,
} from "@/db/queries/user-records";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { fail, isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { maskIdentifier } from "@/lib/core/mask";
import type { Page } from "@/lib/core/wire";
import { refuseViewers, seesAddresses } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { UpdateUserInput, UserRecord } from "./contract";
import { canonicalIdentifier, canonicalUsername, type Identifier } from "./identifier";
import { userData } from "./user-data";

/**
 * The environment's users, newest first; with `search` the one who has exactly that address, number or username, however
 * it is spelt. Members below admins get addresses and numbers masked, as everywhere.
 */
export async function listUsers(
  deps: Deps,
  scope: Scope,
  query: Page & { search: string | null },
): Promise<{ data: UserRecord[]; nextCursor: string | null }> {
  const { orm } = deps.db;
  const { environment } = scope;
  if (query.search !== null) {
    const identifier = identifierIn(query.search);
    const id = identifier && (await readOwnerOf(orm, environment.id, identifier));
    const row = id ? await readUserRow(orm, environment.id, id) : null;
    return { data: row ? [toRecord(scope, row)] : [], nextCursor: null };
  }
  const list = `users/${environment.id}`;
  const rows = await listUserRows(orm, environment.id, {
    before: query.cursor === null ? null : openCursor(deps.keyring, list, query.cursor),
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, list, rows, query.limit);
  return {
    data: shown.map((row) => toRecord(scope, row)),
    nextCursor,
  };
}

/** One user. `not_found` for one who is not of this environment. */
export async function readUser(deps: Deps, scope: Scope, id: string): Promise<UserRecord> {
  const row = await readUserRow(deps.db.orm, scope.environment.id, id);
  return row ? toRecord(scope, row) : fail("not_found");
}

/**
 * Changes a user for their customer: a field left out stays, null clears it, metadata is replaced as a whole. A username is
 * what they can ask for a code by; `conflict` where somebody in this environment has it. `not_found` for a user who is not
 * here, `forbidden` for a member who may only look.
 */
export async function updateUser(deps: Deps, scope: Scope, id: string, input: UpdateUserInput): Promise<UserRecord> {
  refuseViewers(scope);
  const { environment } = scope;
  const { username, ...fields } = input;
  return deps.db.transaction(async (tx) => {
    if (!(await lockUser(tx, environment.id, id))) return fail("not_found");
    const before = (await readUserRow(tx, environment.id, id)) ?? fail("not_found");
    await changeUserRow(tx, environment.id, id, { ...fields, updatedAt: deps.clock.now() });
    if (username !== undefined) await setUsername(deps, tx, environment.id, { userId: id, username, before });
    const after = (await readUserRow(tx, environment.id, id)) ?? fail("not_found");
    const changed = differing(before, after);
    if (Object.keys(changed.after).length > 0) {
      await recordEvents(deps, tx, scope, [
        { type: "user.updated", data: { user_id: id }, ...changed, target: `user:${id}` },
      ]);
    }
    return toRecord(scope, after);
  });
}

async function setUsername(
  deps: Deps,
  tx: Orm,
  environmentId: string,
  { userId, username, before }: { userId: string; username: string | null; before: UserRecordRow },
): Promise<void> {
  const wanted = username === null ? null : canonicalUsername(username);
  if (wanted === usernameOf(before)) return;
  await deleteUsername(tx, environmentId, userId);
  if (wanted === null) return;
  const added = await insertUsername(tx, environmentId, {
    id: uuidv7(deps.clock, deps.random),
    userId,
    username: wanted,
    at: deps.clock.now(),
  });
  if (!added) fail("conflict", { detail: "Somebody in this environment has this username" });
}

function toRecord(scope: Scope, row: UserRecordRow): UserRecord {
  const { identifiers, createdAt, blockedAt, ...user } = row;
  const shown = seesAddresses(scope) ? identifiers : identifiers.map(withoutAddress);
  return { ...userData(user, shown), createdAt, blockedAt };
}

function withoutAddress(identifier: UserRecordRow["identifiers"][number]) {
  return identifier.type === "username" ? identifier : { ...identifier, value: maskIdentifier(identifier) };
}

const usernameOf = (row: UserRecordRow) => row.identifiers.find(({ type }) => type === "username")?.value ?? null;

/** What is told of a user for the audit log. Of a username its first letter. */
function differing(before: UserRecordRow, after: UserRecordRow): { before: object; after: object } {
  const told = (row: UserRecordRow) => {
    const username = usernameOf(row);
    const { name, locale, metadata } = row;
    return { name, locale, metadata, username: username && `${username.slice(0, 1)}•••` };
  };
  const [was, is] = [told(before), told(after)];
  const renamed = usernameOf(before) !== usernameOf(after);
  const names = (["name", "locale", "metadata", "username"] as const).filter((name) =>
    name === "username" ? renamed : JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  );
  const only = (of: typeof was) => Object.fromEntries(names.map((name) => [name, of[name]]));
  return { before: only(was), after: only(is) };
}

/** What was typed, as an identifier; null where it can be nobody's. */
function identifierIn(typed: string): Identifier | null {
  const text = typed.trim();
  const type = text.includes("@") ? "email" : /^\+/.test(text) ? "phone" : "username";
  try {
    return canonicalIdentifier({ type, value: text });
  } catch (error) {
    if (isNinepinError(error)) return null;
    throw error;
  }
}
