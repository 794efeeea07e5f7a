import type { Database } from "../client";
import { statement } from "./statement";

const CONTACTS = statement(
  "contacts_of_username",
  `SELECT i.type, i.value FROM identifiers i
WHERE i.environment_id = $1 AND i.type <> 'username'
  AND i.user_id = (SELECT n.user_id FROM identifiers n WHERE n.environment_id = $1 AND n.type = 'username' AND n.value = $2::text)
ORDER BY i.created_at, i.id`,
);

export type ContactRow = { type: "email" | "phone"; value: string };

/** The addresses and numbers of whoever has a username, oldest first; none where nobody has. */
export async function readContactRows(db: Database, environmentId: string, username: string): Promise<ContactRow[]> {
  return db.run<ContactRow>(CONTACTS, [environmentId, username]);
}

const NEWEST = statement(
  "newest_of_username",
  `SELECT c.identifier_key FROM unnest($2::bytea[]) k(identifier_key), LATERAL (
  SELECT c.identifier_key, c.opened_at FROM challenges c WHERE c.environment_id = $1 AND c.identifier_key = k.identifier_key
    AND c.purpose = $3::text AND c.username = $4::text ORDER BY c.opened_at DESC LIMIT 1) c
ORDER BY c.opened_at DESC LIMIT 1`,
);

/** Of these identifiers, the one whose challenge was opened last under that username; null where none was. */
export async function newestKeyOfUsername(
  db: Database,
  environmentId: string,
  input: { identifierKeys: readonly Uint8Array[]; purpose: string; username: string },
): Promise<Uint8Array | null> {
  const [row] = await db.run<{ identifier_key: Uint8Array }>(NEWEST, [
    environmentId,
    [...input.identifierKeys],
    input.purpose,
    input.username,
  ]);
  return row?.identifier_key ?? null;
}
