import type { Sql } from "./sql";

/**
 * Every way in which a secret could be written down: as it is, in hex (as bytes are in a dump), in base64 at each of its
 * three alignments inside something longer, URL-encoded, backwards, and, for our own tokens, as the bytes they spell.
 */
export function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const spelt = Buffer.from(secret.replace(/^np_\w\w_/, ""), "base64url");
  const spellings = [
    secret,
    [...secret].reverse().join(""),
    encodeURIComponent(secret),
    bytes.toString("hex"),
    Buffer.from(bytes).reverse().toString("hex"),
    ...[0, 1, 2].flatMap((before) => insideBase64(bytes, before)),
    ...(secret.startsWith("np_rt_") || secret.startsWith("np_dt_") ? [spelt.toString("hex")] : []),
    // A token is as good without its prefix or its header. The prefix by its form: base64url has underscores of its own,
    // and what is left behind the last of them may be a letter that is everywhere.
    ...(secret.startsWith("eyJ") ? [secret.slice(secret.lastIndexOf(".") + 1)] : []),
    ...(secret.startsWith("np_") ? [secret.replace(/^np_(?:(?:test|live)_)?[a-z]{2}_/, "")] : []),
  ];
  return [...new Set(spellings.flatMap((spelling) => [spelling, spelling.toUpperCase()]))];
}

/** The characters that stand for these bytes alone, where so many other bytes come before them. */
function insideBase64(bytes: Buffer, before: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]);
  const own = (text: string) => text.replace(/=+$/, "").slice(before === 0 ? 0 : before + 1, -1);
  return [own(padded.toString("base64")), own(padded.toString("base64url"))];
}

/** The secrets of which some spelling is in the text, by name. */
export function findSecrets(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => spellingsOf(secret).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
}

/** Everything that a database holds, table by table, as text: bytes in hex. */
export async function dumpDatabase(sql: Sql): Promise<string> {
  const tables = await sql.rows<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.rows<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    parts.push(name, ...rows.map(({ line }) => line));
  }
  return parts.join("\n");
}
