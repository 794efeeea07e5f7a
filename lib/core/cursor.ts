import { fail } from "./errors";
import { uuidFromBytes, uuidToBytes } from "./ids";
import { type Keyring, sameBytes } from "./secrets";

const ID_BYTES = 16;
const MAC_BYTES = 12;

/** Which list of whom a cursor belongs to: `api_keys/<environment>`. */
type List = string;

/** Where a list goes on: the id of the last row shown, bound to its list. Opaque to whoever carries it. */
export function sealCursor(keyring: Keyring, list: List, lastId: string): string {
  const id = uuidToBytes(lastId);
  return Buffer.concat([id, macOf(keyring, list, id)]).toString("base64url");
}

/**
 * The id that a cursor of this list holds. 400 `invalid_request` for one that we did not make, or made for another list
 * or another environment.
 */
export function openCursor(keyring: Keyring, list: List, cursor: string): string {
  const bytes = Buffer.from(cursor, "base64url");
  const id = bytes.subarray(0, ID_BYTES);
  const whole = bytes.length === ID_BYTES + MAC_BYTES && bytes.toString("base64url") === cursor;
  if (!whole || !sameBytes(macOf(keyring, list, id), bytes.subarray(ID_BYTES))) {
    return refuseCursor();
  }
  return uuidFromBytes(id);
}

/** 400 `invalid_request` for a cursor that is not of the list that is asked for. */
export function refuseCursor(): never {
  const message = "Must be the next_cursor of this list";
  return fail("invalid_request", { fields: [{ path: "cursor", message, kind: "foreign_cursor" }] });
}

function macOf(keyring: Keyring, list: List, id: Buffer): Buffer {
  return keyring.mac("cursor", Buffer.concat([Buffer.from(`${list}\n`), id])).subarray(0, MAC_BYTES);
}

/**
 * A page of rows that were read with one more than it holds: those that are shown, and the cursor behind the last of them
 * where there is that one more.
 */
export function cutPage<Row extends { id: string }>(
  keyring: Keyring,
  list: List,
  rows: readonly Row[],
  limit: number,
): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last ? sealCursor(keyring, list, last.id) : null };
}

/** A version as the id that a cursor holds. */
export function idOfVersion(version: number): string {
  return `00000000-0000-0000-0000-${String(version).padStart(12, "0")}`;
}

/** The version that was made an id by `idOfVersion`. */
export function versionOfId(id: string): number {
  return Number(id.slice(-12));
}
