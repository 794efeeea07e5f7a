import type { Database, Statement } from "../client";

/** A column of a table that is encrypted under a root secret and kept for as long as its row. */
export type SealedTable =
  | "signing_keys"
  | "api_keys"
  | "webhook_secrets"
  | "webhook_previous_secrets"
  | "provider_accounts"
  | "domain_keys";

export type SealedRow = { environment_id: string; id: string; sealed: Uint8Array };

/** Before every row: no environment has this id. */
const NIL = "00000000-0000-0000-0000-000000000000";

const STATEMENTS = {
  signing_keys: sealedStatements("signing_keys", { id: "kid", type: "text", column: "private_key_encrypted" }),
  api_keys: sealedStatements("api_keys", { id: "id", type: "uuid", column: "publishable_key_encrypted" }),
  webhook_secrets: sealedStatements("webhook_endpoints", { id: "id", type: "uuid", column: "secret_encrypted" }),
  webhook_previous_secrets: sealedStatements("webhook_endpoints", {
    id: "id",
    type: "uuid",
    column: "previous_secret_encrypted",
  }),
  provider_accounts: sealedStatements("provider_accounts", { id: "id", type: "uuid", column: "config_encrypted" }),
  domain_keys: sealedStatements("domains", { id: "id", type: "uuid", column: "dkim_private_key_encrypted" }),
} satisfies Record<SealedTable, unknown>;

// The id of the root is the first four bytes of what it sealed, big-endian: so is what int4send makes of a number.
function sealedStatements(
  table: "signing_keys" | "api_keys" | "webhook_endpoints" | "provider_accounts" | "domains",
  { id, type, column }: { id: string; type: string; column: string },
): { list: Statement; replace: Statement } {
  return {
    list: {
      name: `list_sealed_${table}_${column}`,
      text: `SELECT environment_id, ${id} AS id, ${column} AS sealed FROM ${table}
  WHERE (environment_id, ${id}) > ($1::uuid, $2::${type}) AND substring(${column} FROM 1 FOR 4) <> int4send($3::int)
  ORDER BY environment_id, ${id} LIMIT $4::int`,
    },
    replace: {
      name: `replace_sealed_${table}_${column}`,
      text: `UPDATE ${table} SET ${column} = $4::bytea
  WHERE environment_id = $1::uuid AND ${id} = $2::${type} AND ${column} = $3::bytea RETURNING ${id}`,
    },
  };
}

/**
 * Rows of all environments that are sealed under another root than `keyId`, in the order of their keys, from `after`
 * on.
 */
export async function listSealedRows(
  db: Database,
  table: SealedTable,
  { keyId, after, limit }: { keyId: number; after: SealedRow | null; limit: number },
): Promise<SealedRow[]> {
  const { environment_id, id } = after ?? { environment_id: NIL, id: NIL };
  return db.run(STATEMENTS[table].list, [environment_id, id, keyId, limit]);
}

/** Puts `sealed` in the place of what the row held when it was read. False when another process was first. */
export async function replaceSealed(
  db: Database,
  table: SealedTable,
  row: SealedRow,
  sealed: Uint8Array,
): Promise<boolean> {
  const params = [row.environment_id, row.id, row.sealed, sealed];
  return (await db.run(STATEMENTS[table].replace, params)).length === 1;
}
